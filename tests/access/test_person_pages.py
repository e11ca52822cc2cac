"""The pages about one person lead to each other, as far as the user may see them."""

import html5lib
import pytest

from tests.access.world import make_world

ADDRESSES = {
    "Work and account": "/people/{}",
    "Levels and gaps": "/skills/people/{}",
    "Plan": "/plans/people/{}",
}


@pytest.fixture
def world(app):
    return make_world()


def links(page):
    """The pages that a page about a person leads to, and which of them it is."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    found = tree.findall(".//nav[@aria-label='About Sam Staff']//a")
    current = [each.text for each in found if each.get("aria-current") == "page"]
    return {each.text: each.get("href") for each in found}, current


@pytest.mark.parametrize("who", ["director", "staff"])
def test_director_and_the_person_go_from_each_to_the_others(world, as_user, who):
    client = as_user(getattr(world.cast, who))
    expected = {label: each.format(world.cast.sam.id) for label, each in ADDRESSES.items()}

    for label, address in expected.items():
        assert links(client.get(address)) == (expected, [label])


@pytest.mark.parametrize("who", ["hr", "admin"])
def test_who_sees_no_levels_is_shown_no_way_to_them(world, as_user, who):
    page = as_user(getattr(world.cast, who)).get(f"/people/{world.cast.sam.id}")

    assert links(page) == ({}, [])
    assert "/skills/people/" not in page.text
    assert "/plans/people/" not in page.text
