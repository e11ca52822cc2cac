import re
from datetime import date

from pdplanner.extensions import db
from pdplanner.organization.models import UnitKind
from tests.support.cast import make_person, make_unit
from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.queries import count_queries


def test_list_holds_the_people_that_the_grant_reaches(as_user, cast):
    page = as_user(cast.director).get("/people/").text

    assert "2 people" in text_of(page)
    assert f'<a href="/people/{cast.sam.id}">Sam Staff</a>' in page
    assert "Olga Other" not in page


def test_search_by_part_of_a_name_or_beginning_of_a_number(admin, cast):
    cast.dana.employee_number = "E-7788"
    db.session.commit()

    for typed, found in (("sam", "Sam Staff"), ("STAFF", "Sam Staff"), ("e-7", "Dana Director")):
        page = text_of(admin.get("/people/", query_string={"q": typed}, headers=HTMX).text)

        assert "1 person" in page
        assert found in page


def test_wildcards_and_control_characters_are_plain_text(admin, cast):
    for typed in ("%", "_", "\\", "nobody", "\x00zz"):
        page = text_of(admin.get("/people/", query_string={"q": typed}).text)

        assert (typed, "Nobody fits." in page) == (typed, True)


def test_list_of_a_unit_holds_its_subtree(admin, cast):
    page = text_of(admin.get(f"/people/?unit={cast.network.id}").text)

    assert "Active, Network and below 1 person" in page


def test_long_list_comes_in_pages_of_25(admin, cast):
    for n in range(30):
        make_person(f"Person {n:02}", cast.support)
    db.session.commit()

    first, second = admin.get("/people/"), admin.get("/people/?page=2")
    beyond = admin.get("/people/?page=99")

    assert "32 people" in text_of(first.text)
    assert first.text.count('<th scope="row"') == 25
    assert second.text.count('<th scope="row"') == 7
    assert "2 of 2" in text_of(beyond.text)


def test_next_page_keeps_the_filter(admin, cast):
    for n in range(30):
        make_person(f"Person {n:02}", cast.support)
    db.session.commit()

    page = admin.get(f"/people/?q=person&unit={cast.support.id}").text

    assert re.search(rf'href="/people/\?q=person&amp;unit={cast.support.id}&amp;page=2"', page)
    assert "Page 1 of 2 Next" in text_of(page)


def test_list_of_thousands_is_walked_by_name_without_a_total(admin, cast):
    """Birch's people stand between Alder's by name, and are passed over."""
    for n in range(1010):
        make_person(f"Person {n:04}", cast.support)
        make_person(f"Person {n:04} of Birch", cast.birch_team)
    db.session.commit()

    first, last = admin.get("/people/?q=person"), admin.get("/people/?q=person&page=41")

    assert "More than 1,000 people" in text_of(first.text)
    names = re.findall(r'<a href="/people/\d+">(.*?)</a>', first.text)
    assert names == [f"Person {n:04}" for n in range(25)]
    assert "page=2" in first.text
    assert re.findall(r"Person (\d+)</a>", last.text) == [f"{n:04}" for n in range(1000, 1010)]
    assert "page=42" not in last.text


def test_unit_is_chosen_on_its_own_page_where_there_are_too_many_to_list(admin, cast):
    for n in range(40):
        make_unit(f"Team {n}", UnitKind.TEAM, parent=cast.department)
    db.session.commit()

    page = admin.get(f"/people/?unit={cast.network.id}")

    assert "Network and below · Choose a unit" in text_of(page.text)
    assert f'<input type="hidden" name="unit" value="{cast.network.id}">' in page.text
    assert "Sam Staff" in page.text
    assert "Dana Director" not in page.text


def test_list_takes_as_many_queries_for_a_thousand_people_as_for_ten(admin, cast):
    counts = []
    for number in (10, 990):
        for n in range(number):
            make_person(f"Person {n}", cast.network)
        db.session.commit()
        for address in ("/people/?q=person", f"/units/{cast.network.id}", "/units/"):
            with count_queries() as statements:
                admin.get(address)
            counts.append(len(statements))

    assert counts[:3] == counts[3:]


def test_leaving_dates_are_for_director_hr_and_admin(as_user, cast):
    cast.sam.leaving_on = date(2027, 6, 30)
    db.session.commit()

    for user in (cast.director, cast.hr, cast.admin):
        assert "leaves 30 June 2027" in text_of(as_user(user).get("/people/").text)
        assert "Leaves 30 June 2027." in as_user(user).get(f"/people/{cast.sam.id}").text
    assert "30 June" not in as_user(cast.staff).get(f"/people/{cast.sam.id}").text


def test_number_that_no_database_holds_is_nobody(admin, cast):
    for path in ("/people/{}", "/units/{}", "/people/?unit={}"):
        assert (path, admin.get(path.format(10**30)).status_code) == (path, 404)
    assert admin.get(f"/people/?page={10**30}").status_code == 200
