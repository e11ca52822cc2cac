"""What offerings require of each other: loaded across files, shown, counted."""

import pytest
from sqlalchemy import func, select

from pdplanner import datafiles
from pdplanner.catalog import queries, services
from pdplanner.catalog.models import Requirement
from pdplanner.extensions import db
from tests.catalog.documents import document, entry
from tests.support.html import text_of
from tests.support.queries import count_queries

WAIVER = {"indicator": "I.B.1", "level": 2}


def load(*documents):
    offerings = [each for one in documents for each in services.load_offerings(one)]
    services.load_requirements(documents)
    db.session.commit()
    return offerings


def needs(offering):
    return [
        (
            each.required.code,
            each.unless_indicator and each.unless_indicator.code,
            each.unless_level,
        )
        for each in queries.requirements_of([offering.id]).get(offering.id, ())
    ]


def test_an_offering_requires_those_of_its_file_and_of_others(framework):
    later = document(entry("basics"), provider="Grove Institute")

    advanced, _other, _basics = load(
        document(entry("advanced", requires=["basics", "other"]), entry("other")), later
    )

    assert sorted(needs(advanced)) == [("basics", None, None), ("other", None, None)]


def test_a_level_waives_what_is_required(framework):
    advanced, _basics = load(
        document(entry("advanced", requires=["basics"], unless=WAIVER), entry("basics"))
    )

    [need] = queries.requirements_of()[advanced.id]
    indicator = need.unless_indicator_id

    assert needs(advanced) == [("basics", "I.B.1", 2)]
    assert [one.code for one in queries.unmet([need], has=(), levels={})] == ["basics"]
    assert [one.code for one in queries.unmet([need], has=(), levels={indicator: 1})] == ["basics"]
    assert queries.unmet([need], has=(), levels={indicator: 2}) == ()
    assert queries.unmet([need], has=[need.required_id], levels={}) == ()


def test_the_same_files_twice_write_nothing(framework):
    shipped = document(entry("advanced", requires=["basics"], unless=WAIVER), entry("basics"))
    load(shipped)

    with count_queries() as statements:
        services.load_requirements([shipped])

    assert [each for each in statements if not each.startswith("SELECT")] == []


def test_a_changed_file_changes_what_is_required(framework):
    two = (entry("basics"), entry("other"))
    load(document(entry("advanced", requires=["basics"], unless=WAIVER), *two))

    advanced, *_rest = load(document(entry("advanced", requires=["other"]), *two))
    changed = needs(advanced)
    load(document(entry("advanced"), *two))

    assert changed == [("other", None, None)]
    assert db.session.scalar(select(func.count()).select_from(Requirement)) == 0


def test_what_no_file_has_is_refused_by_name(framework):
    wrong = document(entry("advanced", requires=["gone"]))
    services.load_offerings(wrong)

    with pytest.raises(services.UnknownOfferingError, match="advanced requires gone"):
        services.load_requirements([wrong])


def test_the_page_names_what_is_required_with_a_link(as_user, cast, framework):
    advanced, basics = load(
        document(entry("advanced", requires=["basics"], unless=WAIVER), entry("basics"))
    )
    staff = as_user(cast.staff)

    page = staff.get(f"/catalog/{advanced.id}").text
    services.retire_missing({"advanced"})
    db.session.commit()
    retired = text_of(staff.get(f"/catalog/{advanced.id}").text)

    assert f'<a href="/catalog/{basics.id}">Basics</a>' in page
    assert "unless you hold level 2 in I.B.1 Incident drills." in text_of(page)
    assert "(offered no more)" in retired
    assert "Requires:" not in text_of(staff.get(f"/catalog/{basics.id}").text)


def test_the_shipped_courses_that_build_on_another_require_it():
    required = {
        each["code"]: each["requires"]
        for one in datafiles.catalog().offerings.values()
        for each in one["offerings"]
        if "requires" in each
    }

    assert required == {
        "itil-4-dits": ["itil-4-foundation"],
        "itil-4-dpi": ["itil-4-foundation"],
        "top-mastery": ["top-facilitation-methods"],
        "top-strategic-planning": ["top-facilitation-methods"],
    }
