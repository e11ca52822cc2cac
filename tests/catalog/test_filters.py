import re

from pdplanner.catalog import services
from pdplanner.extensions import db
from tests.catalog.documents import document, entry
from tests.catalog.rows import titles
from tests.support.html import text_of

ALL = ["Apples", "Berries", "Cherries", "Drills", "Elders", "Figs_and more"]


FILTERS = {
    "": ALL,
    "?area=I.B": ["Drills"],
    "?area=I.A&area=I.B": ALL,
    "?indicator=I.A.2": ["Drills"],
    "?area=I.B&indicator=I.A.1": [],
    "?format=book&format=conference": ["Apples", "Cherries"],
    "?price=free": ["Apples"],
    "?price=upto&upto=90": ["Apples", "Berries", "Drills", "Figs_and more"],
    "?upto=$89.99": ["Apples", "Drills", "Figs_and more"],
    "?price=unknown": ["Elders"],
    "?hours=8": ["Apples", "Berries"],
    "?hours=unknown": ["Elders", "Figs_and more"],
    "?provider=Grove+Institute": ["Drills", "Elders", "Figs_and more"],
    "?needs_quote=1": ["Elders", "Figs_and more"],
    "?q=cherr": ["Cherries"],
    "?q=GROVE+drills": ["Drills"],
    "?q=shade": ["Berries"],
    "?q=incident+drills": ["Drills"],
    "?q=i.b.1": ["Drills"],
    "?q=%25": ["Berries"],
    "?q=_": ["Figs_and more"],
    "?q=\\": [],
    "?q=nothing+of+this": [],
    "?sort=price": ["Apples", "Figs_and more", "Drills", "Berries", "Cherries", "Elders"],
    "?sort=hours": ["Apples", "Berries", "Cherries", "Drills", "Elders", "Figs_and more"],
}


def test_each_filter_shows_what_fits(staff, shelf):
    shown = {address: titles(staff.get(f"/catalog/{address}")) for address in FILTERS}

    assert shown == FILTERS


def test_a_title_that_has_the_words_comes_before_a_description(staff, framework):
    services.load_offerings(
        document(
            entry("a", title="All about plants", description="Also security."),
            entry("b", title="Security of buildings"),
        )
    )
    db.session.commit()

    assert titles(staff.get("/catalog/?q=security")) == [
        "Security of buildings",
        "All about plants",
    ]


def test_counts_say_what_each_value_would_show(staff, shelf):
    page = text_of(staff.get("/catalog/?provider=Grove+Institute").text)

    assert "3 offerings" in page
    assert "Leadership and Vision 3" in page
    assert "Security 1" in page
    assert "I.B.1 Incident drills (1)" in page
    # What the provider is set to does not narrow the providers.
    assert "Fern Academy (3)" in page
    assert "Grove Institute (3)" in page
    assert "Free 0" in page
    assert "Unknown 1" in page
    assert "Up to 16 h (0)" in page
    assert "Needs a quote 2" in page


def test_counts_of_limits_include_what_lies_below_them(staff, shelf):
    page = text_of(staff.get("/catalog/?upto=100").text)

    assert "Up to 4" in page
    assert "Up to 2 h (1) Up to 8 h (2) Up to 16 h (2) Up to 40 h (2)" in page


def test_what_was_looked_for_stands_first_in_a_row(staff, shelf):
    def brought(address):
        [row] = staff.get(address).text.split("<article")[1:]
        return re.findall(r"I\.[AB]\.\d", row)

    assert brought("/catalog/?q=drills") == ["I.B.1", "I.A.2"]
    assert brought("/catalog/?q=drills&indicator=I.A.2") == ["I.A.2", "I.B.1"]
    assert brought("/catalog/?q=drills&area=I.A") == ["I.A.2", "I.B.1"]
