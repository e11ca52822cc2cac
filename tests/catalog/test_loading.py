from collections import Counter

import pytest
from sqlalchemy import func, select

from pdplanner import datafiles
from pdplanner.catalog import queries, services
from pdplanner.catalog.models import Offering, Tag
from pdplanner.extensions import db
from pdplanner.frameworks.services import load_framework
from tests.catalog.documents import document, entry
from tests.support.queries import count_queries


def test_an_offering_is_loaded_with_every_fact_of_its_file(framework):
    [offering] = services.load_offerings(
        document(
            entry("a", price_usd=10, hours=1, credits=1, price_note="2021's", prerequisites="None"),
            provider="Fern Academy",
        )
    )

    assert offering.provider.name == "Fern Academy"
    assert (offering.price_cents, offering.hours, offering.credits) == (10_00, 1, 1)
    assert (offering.price_note, offering.prerequisites) == ("2021's", "None")
    assert (offering.source, offering.as_of) == ("https://example.org/prices", "2026")
    assert [(t.indicator.code, t.level, t.from_level) for t in offering.tags] == [("I.A.1", 2, 0)]


def test_the_same_document_twice_writes_nothing(framework):
    shipped = document(entry("a", price_usd=10), entry("b", hours=1))
    services.load_offerings(shipped)
    db.session.commit()

    with count_queries() as statements:
        services.load_offerings(shipped)

    assert [s for s in statements if not s.startswith("SELECT")] == []


def test_a_changed_document_changes_facts_and_tags(framework):
    services.load_offerings(document(entry("a", price_usd=10)))

    [offering] = services.load_offerings(
        document(entry("a", price_usd=12, teaches=[{"indicator": "I.B.1", "level": 3, "from": 1}]))
    )
    db.session.commit()

    assert offering.price_cents == 12_00
    assert [(t.indicator.code, t.level) for t in offering.tags] == [("I.B.1", 3)]
    assert db.session.scalar(select(func.count()).select_from(Tag)) == 1


def test_an_offering_gone_from_the_files_is_retired_and_comes_back_with_them(framework):
    services.load_offerings(document(entry("a"), entry("b")))
    db.session.commit()

    assert services.retire_missing({"a"}) == 1
    assert [o.code for o in queries.offerings_for("1/")] == ["a"]

    services.load_offerings(document(entry("a"), entry("b")))
    assert [o.code for o in queries.offerings_for("1/")] == ["a", "b"]


def test_retiring_what_is_missing_leaves_own_offerings_alone(catalog):
    assert services.retire_missing({"vision-course", "drill-exam"}) == 0
    assert catalog.alders.active


def test_an_unknown_indicator_refuses_the_document_and_names_it(framework):
    wrong = entry("b", teaches=[{"indicator": "IX.Z.9", "level": 2, "from": 0}])

    with pytest.raises(services.UnknownIndicatorError, match=r"Fern Academy: b teaches IX\.Z\.9"):
        services.load_offerings(document(entry("a"), wrong))

    assert db.session.scalar(select(func.count()).select_from(Offering)) == 0


def test_the_real_catalog_loads_whole(app):
    catalog = datafiles.catalog()
    for framework in catalog.frameworks.values():
        load_framework(framework)
    for each in catalog.offerings.values():
        services.load_offerings(each)
    db.session.commit()

    offerings = queries.offerings_for("1/")

    in_files = [o for each in catalog.offerings.values() for o in each["offerings"]]
    assert Counter(o.code for o in offerings) == Counter(o["code"] for o in in_files)
    assert sum(len(o.tags) for o in offerings) == sum(len(o["teaches"]) for o in in_files)


def test_a_unit_is_offered_what_is_shipped_and_what_units_above_it_own(cast, catalog):
    titles = [offering.title for offering in queries.offerings_for(cast.network.path)]

    assert titles == ["Alder's drill", "Drill Exam", "Vision Course"]


def test_offerings_take_two_queries_whatever_their_number(cast, catalog):
    path = cast.network.path
    services.load_offerings(document(*(entry(f"course-{n}") for n in range(60))))
    db.session.commit()
    db.session.expunge_all()

    with count_queries() as statements:
        offerings = queries.offerings_for(path)
        shown = [(o.provider.name, o.mentor, len(o.tags)) for o in offerings]

    assert len(shown) == 63
    assert len(statements) == 2
