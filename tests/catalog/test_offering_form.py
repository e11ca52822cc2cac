import pytest

from tests.catalog.own import form, newest
from tests.support.html import text_of


@pytest.fixture
def director(as_user, cast):
    return as_user(cast.director)


def test_more_rows_keep_every_word_that_was_typed(director, cast, catalog):
    indicator = catalog.indicator("I.A.2")
    fields = form(unit_id=cast.alder.id, tags__4__indicator=indicator.id, hours="lots", more="1")

    response = director.post("/catalog/new", data=fields)

    assert response.status_code == 200
    assert response.text.count('name="tags-') == 3 * 10
    assert 'value="Tabletop drill"' in response.text
    assert 'value="lots"' in response.text
    assert f'<option selected value="{indicator.id}">' in response.text
    assert newest().title != "Tabletop drill"


def test_hours_of_an_offering_are_rounded_up_to_a_quarter(director, cast, catalog):
    data = form(unit_id=cast.alder.id) | {"hours": "2.26"}

    page = director.post("/catalog/new", data=data, follow_redirects=True).text

    assert newest().hours == 2.5
    assert "Hours are kept in quarters: 2.26 as 2.5." in page


REFUSED = [
    ({"title": "  "}, "Enter a title."),
    ({"title": "x" * 10_000}, "Shorten it to 200"),
    ({"title": "a\0b"}, "characters that cannot be stored"),
    ({"provider": ""}, "Enter who gives it."),
    ({"provider": "x" * 161}, "Shorten it to 160"),
    ({"url": "javascript:alert(1)"}, "begins with https://"),
    ({"url": "https://"}, "begins with https://"),
    ({"url": "https://a b"}, "begins with https://"),
    ({"url": "https://[::1"}, "begins with https://"),
    ({"url": "https://example.org/" + "x" * 10_000}, "Shorten it to 500"),
    ({"format": "telepathy"}, "Choose from the list"),
    ({"description": "\0" * 10}, "characters that cannot be stored"),
    ({"description": "x" * 10_000}, "Shorten it to 1000"),
    ({"price_cents": "-1"}, "Enter an amount such as"),
    ({"price_cents": "1e309"}, "Enter an amount such as"),
    ({"price_cents": "0.001"}, "at most two decimals"),
    ({"price_cents": "\0"}, "such as 1,250.00"),
    ({"price_cents": "5", "member_price_cents": "6"}, "Members pay no more"),
    ({"hours": "-0.25"}, "Enter hours such as"),
    ({"hours": "10000.1"}, "from 0 to 10,000"),
    ({"credits": "1.1"}, "steps of a quarter"),
    ({"hours": "NaN"}, "such as 7.5"),
    ({"credits": "9" * 5_000}, "from 0 to 10,000"),
    ({"source": "x" * 501}, "Shorten it to 500"),
    ({"tags-0-indicator": "999999"}, "Choose from the list"),
    ({"tags-0-indicator": "-1e309"}, "Choose from the list"),
    ({"unit_id": "999999"}, "Choose from the list"),
    ({"unit_id": "1e309"}, "Choose from the list"),
    ({"unit_id": "9" * 5_000}, "Choose from the list"),
]


def test_what_cannot_be_kept_is_refused_beside_its_field(director, cast, catalog):
    for changes, complaint in REFUSED:
        response = director.post("/catalog/new", data=form(unit_id=cast.alder.id) | changes)

        assert response.status_code == 422, changes
        assert complaint in text_of(response.text), changes
        assert "Your other entries are kept." in response.text
    assert newest() == catalog.birchs


LEVELS = [
    ("2", "2", "Must be below the level that it brings to."),
    ("5", "0", "Choose from the list"),
    ("x", "0", "Choose from the list"),
    ("3", "-1", "Choose from the list"),
]


def test_levels_that_make_no_sense_are_refused(director, cast, catalog):
    indicator = catalog.indicator("I.A.1").id
    for level, from_level, complaint in LEVELS:
        fields = form(unit_id=cast.alder.id, tags__0__indicator=indicator)
        fields |= {"tags-0-level": level, "tags-0-from_level": from_level}

        response = director.post("/catalog/new", data=fields)

        assert response.status_code == 422, (level, from_level)
        assert complaint in text_of(response.text), (level, from_level)


def test_an_indicator_stands_in_one_row(director, cast, catalog):
    indicator = catalog.indicator("I.A.1").id
    fields = form(unit_id=cast.alder.id, tags__0__indicator=indicator, tags__3__indicator=indicator)

    response = director.post("/catalog/new", data=fields)

    assert response.status_code == 422
    assert "This indicator stands in a row above." in response.text


def test_rows_that_no_page_has_are_passed_over(director, cast, catalog):
    for name in ("tags-²-indicator", "tags-999999999999-level", "tags", "tags-0-0-0"):
        fields = form(unit_id=cast.alder.id, title=f"Drill {name}") | {name: "1"}

        assert director.post("/catalog/new", data=fields).status_code == 303, name
