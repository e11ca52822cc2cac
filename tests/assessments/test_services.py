from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select

from pdplanner.assessments import queries, services
from pdplanner.assessments.models import CurrentLevel, Rating, SelfAssessment
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization import services as organization
from pdplanner.organization.models import Person
from pdplanner.web import transactions


def held(person, code, indicators, *, on=None):
    return queries.current_levels([person.id], on=on)[person.id].get(indicators[code].id)


def rows_of(person):
    rows = select(CurrentLevel.__table__).where(CurrentLevel.person_id == person.id)
    return sorted(db.session.execute(rows).all(), key=lambda row: (row.indicator_id, row.since))


def test_starting_twice_goes_on_with_the_same_draft(cast, framework):
    first = services.start(cast.sam, framework=framework)
    second = services.start(cast.sam, framework=framework)

    assert second is first


def test_two_requests_that_start_at_once_share_one_draft(app, cast, framework):
    together = Barrier(2, timeout=10)
    person_id, framework_id = cast.sam.id, framework.id
    db.session.commit()

    def begin(_number):
        with app.app_context(), transactions.writing():
            together.wait()
            person = db.session.get(Person, person_id)
            draft = services.start(person, framework=db.session.get(type(framework), framework_id))
            found = draft.id
            db.session.commit()
            return found

    with ThreadPoolExecutor(2) as pool:
        drafts = set(pool.map(begin, range(2)))

    assert len(drafts) == 1
    assert len(db.session.scalars(select(SelfAssessment)).all()) == 1


def test_two_tabs_that_rate_at_once_leave_one_rating(app, draft, indicators):
    together = Barrier(2, timeout=10)
    draft_id, indicator_id = draft.id, indicators["I.A.1"].id
    db.session.commit()

    def rate(level):
        with app.app_context(), transactions.writing():
            together.wait()
            services.rate(
                db.session.get(SelfAssessment, draft_id),
                indicator=db.session.get(Indicator, indicator_id),
                level=level,
                evidence="",
            )
            db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(rate, (1, 2)))

    assert db.session.scalars(select(Rating)).one().level in (1, 2)


def test_rating_again_replaces_the_rating(draft, indicators):
    services.rate(draft, indicator=indicators["I.A.1"], level=1, evidence="")
    services.rate(draft, indicator=indicators["I.A.1"], level=3, evidence="Ran it alone.")
    db.session.commit()

    rating = db.session.scalars(select(Rating)).one()
    assert (rating.level, rating.evidence) == (3, "Ran it alone.")


def test_draft_counts_for_nothing(cast, draft, indicators):
    services.rate(draft, indicator=indicators["I.A.1"], level=1, evidence="")
    services.settle([cast.sam])

    assert queries.current_levels([cast.sam.id]) == {}


def test_submitted_rating_counts_from_its_day(cast, submitted, indicators):
    submitted(cast.sam, {"I.A.1": 2}, on=date(2025, 10, 1))

    assert queries.current_levels([cast.sam.id], on=date(2025, 9, 30)) == {}
    assert held(cast.sam, "I.A.1", indicators) == queries.Held(
        2, "self", date(2025, 10, 1), stale=False
    )


def test_submitted_assessment_takes_no_rating(cast, submitted, indicators):
    assessment = submitted(cast.sam, {"I.A.1": 2})

    with pytest.raises(services.AlreadySubmittedError):
        services.rate(assessment, indicator=indicators["I.A.1"], level=4, evidence="x")
    with pytest.raises(services.AlreadySubmittedError):
        services.submit(assessment)


def test_submit_waits_for_evidence_and_reasons(draft, indicators):
    for level in (3, 4, None):
        services.rate(draft, indicator=indicators["I.A.1"], level=level, evidence="")

        with pytest.raises(services.NotReadyError):
            services.submit(draft)


def test_evidence_is_no_reason_and_a_reason_no_evidence(draft, indicators):
    for level, line in ((3, {"reason": "The state does it."}), (None, {"evidence": "Ran it."})):
        services.rate(draft, indicator=indicators["I.A.1"], level=level, **line)

        with pytest.raises(services.NotReadyError):
            services.submit(draft)


def test_submit_waits_for_a_first_rating(draft):
    with pytest.raises(services.NotReadyError):
        services.submit(draft)


def test_submit_keeps_the_line_that_a_level_asks_for_and_drops_the_others(draft, indicators):
    both = {"evidence": "Ran it.", "reason": "The state does it."}
    for code, level in (("I.A.1", 2), ("I.A.2", 3), ("I.A.3", None)):
        services.rate(draft, indicator=indicators[code], level=level, **both)
    services.submit(draft)
    db.session.commit()

    kept = db.session.scalars(select(Rating).order_by(Rating.indicator_id))
    assert [(each.evidence, each.reason) for each in kept] == [
        ("", ""),
        ("Ran it.", ""),
        ("", "The state does it."),
    ]


def test_level_turns_stale_after_the_units_months(cast, submitted, indicators):
    submitted(cast.sam, {"I.A.1": 2}, on=date(2025, 4, 5))

    assert not held(cast.sam, "I.A.1", indicators, on=date(2026, 10, 4)).stale
    assert held(cast.sam, "I.A.1", indicators, on=date(2026, 10, 5)).stale


def test_shorter_limit_of_a_unit_above_settles_everybody_below(cast, submitted, indicators):
    submitted(cast.sam, {"I.A.1": 2}, on=date(2026, 1, 5))

    organization.edit_unit(cast.alder, name="Alder", kind="district", stale_after_months=6)

    assert held(cast.sam, "I.A.1", indicators).stale


def test_review_stands_against_a_younger_self_rating(cast, submitted, indicators):
    services.record_review(
        cast.sam,
        reviewer=cast.director,
        reviewed_on=date(2026, 9, 1),
        levels={indicators["I.A.1"].id: 2},
        agreed=False,
    )
    submitted(cast.sam, {"I.A.1": 4, "I.A.2": 1})

    assert held(cast.sam, "I.A.1", indicators) == queries.Held(
        2, "review", date(2026, 9, 1), stale=False
    )
    assert held(cast.sam, "I.A.2", indicators).source == "self"


def test_settling_again_changes_nothing(cast, submitted, indicators):
    submitted(cast.sam, {"I.A.1": 2, "I.A.2": None}, on=date(2025, 1, 1))
    submitted(cast.sam, {"I.A.1": 3})
    before = rows_of(cast.sam)

    services.settle([cast.sam, cast.olga])

    assert rows_of(cast.sam) == before
    assert len(before) == 3


def test_impossible_review_is_refused(cast, indicators):
    known, september = indicators["I.A.1"].id, date(2026, 9, 1)
    impossible = [
        ({}, september),
        ({known: 5}, september),
        ({known: 2}, date(2026, 10, 6)),
        ({999: 1}, september),
    ]

    for levels, day in impossible:
        with pytest.raises(services.ReviewRefusedError):
            services.record_review(
                cast.sam, reviewer=None, reviewed_on=day, levels=levels, agreed=False
            )
