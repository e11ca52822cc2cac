"""What stays readable where there is little width: pictures on a phone, a wide map on a laptop."""

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from pdplanner.accounts import queries
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit

OVERLAPS = """() => [...document.querySelectorAll('.bars li')].filter(row => {
  const [name, figure] = [...row.children].map(each => each.getBoundingClientRect());
  return name.right > figure.left && name.bottom > figure.top;
}).map(row => row.textContent)"""
OUT_OF_VIEW = """() => [...document.querySelectorAll('.heat .gap')].filter(cell => {
  const panel = cell.closest('.scroll').getBoundingClientRect();
  const place = cell.getBoundingClientRect();
  return place.right > panel.right + 1 || place.left < panel.left;
}).length"""

# The columns of the opened area, and words over several columns, that names or sums cover.
COVERED = """() => {
  const [names, ...columns] = document.querySelectorAll('.heat thead th');
  const edge = names.getBoundingClientRect().right;
  const end = columns.at(-1).getBoundingClientRect().left;
  const start = names.closest('.scroll').getBoundingClientRect().left;
  const [opened, ...after] = columns.slice(columns.findIndex(each => each.matches('.open')), -1);
  const next = after.findIndex(each => each.querySelector('a'));
  const indicators = after.slice(0, next < 0 ? after.length : next);
  const words = [...document.querySelectorAll('.heat td[colspan] span')];
  const groups = [...document.querySelectorAll('.heat .grp span')];
  const behind = (each, left) => {
    const place = each.getBoundingClientRect();
    return place.left < left - 1 || place.right > end + 1;
  };
  const covered = [opened, ...indicators, ...words].filter(each => behind(each, edge));
  return [...covered, ...groups.filter(each => behind(each, start))].map(each => each.textContent);
}"""
NOTHING_COVERED = f"() => ({COVERED})().length === 0"
BESIDE_THE_NAMES = """() => {
  const names = document.querySelector('.heat thead th').getBoundingClientRect();
  const opened = document.querySelector('.heat .open').getBoundingClientRect();
  return Math.abs(opened.left - names.right) < 4;
}"""

# The columns of areas that the sums cover, or that lie outside the box.
OUT_OF_SIGHT = """() => {
  const cells = [...document.querySelectorAll('.heat thead th')];
  const end = Math.min(cells.at(-1).getBoundingClientRect().left,
    cells[0].closest('.scroll').getBoundingClientRect().right);
  const areas = cells.slice(1, -1);
  return areas.filter(each => end + 1 < each.getBoundingClientRect().right)
    .map(each => each.textContent.trim());
}"""
WIDER = """() => {
  const panel = document.querySelector('.heat').closest('.scroll');
  return panel.scrollWidth - panel.clientWidth;
}"""


@pytest.fixture
def director(demo_district, live, page, sign_in):
    sign_in(page, queries.user_with_email("director@demo.example"))
    return page


def teams_of(live, director):
    """The addresses of the first team's page, and of the units that it is split into."""
    director.goto(f"{live}/teams/")
    inner = director.eval_on_selector_all(
        ".heat tbody th a[href*='/teams/']", "links => links.map(each => each.href)"
    )
    return [f"{live}/teams/", *inner[:1]]


@pytest.mark.parametrize("address", ["/", "/skills/gaps"])
def test_no_name_runs_into_its_figure_on_a_phone(live, director: Page, address):
    director.set_viewport_size({"width": 390, "height": 844})
    director.goto(live + address)

    assert director.locator(".bars li").count() > 3
    assert director.evaluate(OVERLAPS) == []


def test_names_and_sums_stay_in_view_beside_an_opened_area(live, director: Page):
    director.set_viewport_size({"width": 1000, "height": 900})
    director.goto(f"{live}/teams/")
    director.get_by_role("link", name="Teaching").click()
    director.get_by_text("is open:").wait_for()
    table = director.locator(".scroll:has(.heat)")

    wider = table.evaluate("each => each.scrollWidth - each.clientWidth")
    before = director.evaluate(OUT_OF_VIEW)
    table.evaluate("each => each.scrollLeft = each.scrollWidth")
    name = director.locator(".heat tbody th a").first

    assert wider > 0
    assert before == 0
    edge = table.bounding_box()["x"]
    assert name.bounding_box()["x"] >= edge


@pytest.mark.parametrize("area", ["Vision", "IT", "Security"])
def test_opened_area_stands_in_view_with_its_indicators(live, director: Page, area):
    director.set_viewport_size({"width": 1280, "height": 900})
    director.goto(f"{live}/teams/")

    director.get_by_role("link", name=area, exact=True).click()
    director.get_by_text("is open:").wait_for()
    director.wait_for_function(NOTHING_COVERED)
    director.reload()
    director.wait_for_function(NOTHING_COVERED)


def test_opened_area_without_room_for_all_begins_beside_the_names(live, director: Page):
    director.set_viewport_size({"width": 900, "height": 900})
    director.goto(f"{live}/teams/")

    director.get_by_role("link", name="Strategy", exact=True).click()
    director.get_by_text("is open:").wait_for()

    director.wait_for_function(BESIDE_THE_NAMES)


def test_long_name_without_a_space_stays_on_its_pages(live, director: Page):
    person = db.session.scalars(select(Person).where(Person.active).order_by(Person.id)).first()
    person.name = "N" * 120
    db.session.commit()
    wider = []

    for address in (f"/people/{person.id}", f"/skills/people/{person.id}", "/people/", "/teams/"):
        director.goto(live + address)
        pixels = director.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        wider += [f"{address} by {pixels} px"] if pixels > 0 else []

    assert wider == []


@pytest.mark.parametrize("name", ["Wolfeschlegelstein " * 2 + "II", "N" * 40, "W" * 120])
def test_all_areas_stand_in_view_on_a_laptop_however_long_the_names(live, director: Page, name):
    people = db.session.scalars(select(Person).where(Person.active)).all()
    for person in people:
        person.name = name
    for unit in db.session.scalars(select(Unit).where(Unit.parent_id.is_not(None))):
        unit.name = name
    db.session.commit()
    director.set_viewport_size({"width": 1280, "height": 900})

    for address in teams_of(live, director):
        director.goto(address)
        assert director.locator(".heat thead th").count() == 12
        assert (address, director.evaluate(WIDER)) == (address, 0)
        assert (address, director.evaluate(OUT_OF_SIGHT)) == (address, [])


@pytest.mark.parametrize("width", [390, 768, 1000, 1200, 1262, 1280, 1440])
@pytest.mark.parametrize("opened", [False, True])
def test_a_map_that_scrolls_says_so(live, director: Page, width, opened):
    director.set_viewport_size({"width": width, "height": 900})
    director.goto(f"{live}/teams/")
    if opened:
        director.get_by_role("link", name="Strategy", exact=True).click()
        director.get_by_text("is open:").wait_for()

    said = director.get_by_text("Scroll the table sideways").is_visible()

    assert said or director.evaluate(WIDER) == 0
