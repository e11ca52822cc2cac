"""How an exported file is named after what it is about."""

from types import SimpleNamespace

import pytest

from pdplanner.reports.pages.arguments import file_name, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Alder", "alder"),
        ("Cañon Flats", "canon-flats"),
        ("São Tomé / Łódź, Ærø & Straße", "sao-tome-lodz-aero-strasse"),
        ("  \u00bd -- ﬁne ", "1-2-fine"),
        ("東京", ""),
    ],
)
def test_accents_are_taken_off_and_no_letter_is_cut_out(name, expected):
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Cañon Flats", "canon-flats-2026-27-plan.csv"), ("東京", "district-7-2026-27-plan.csv")],
)
def test_a_name_without_such_letters_gives_way_to_the_number(name, expected):
    district = SimpleNamespace(id=7, name=name, path="7/")
    year = SimpleNamespace(title="2026–27")

    scope = SimpleNamespace(paths=("7/",), district=district, year=year)

    assert file_name(scope, "csv") == expected
