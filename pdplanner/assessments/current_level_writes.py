"""Writes the table of current levels anew from what was rated; nothing else writes it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, delete, insert, select

from pdplanner import clock
from pdplanner.assessments.levels import Record, Source, timeline
from pdplanner.assessments.models import (
    CurrentLevel,
    Rating,
    Review,
    ReviewRating,
    SelfAssessment,
)
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.signals import staleness_changed

# A few hundred people at a time keep the memory small and the statements within SQLite's limits.
AT_ONCE = 500

Records = Mapping[tuple[int, int], Sequence[Record]]


class UnitRules(NamedTuple):
    """When a rating of a unit's people is stale, and where their days begin."""

    stale_months: int
    time_zone: str


def settle(people: Iterable[Person]) -> None:
    """Write the current levels of these people; doing it again changes nothing."""
    everybody = list(people)
    units = {person.unit_id: person.unit for person in everybody}
    rules = {unit_id: _rules_of(unit) for unit_id, unit in units.items()}
    rules_of = {person.id: rules[person.unit_id] for person in everybody}
    ids = sorted(rules_of)
    for first in range(0, len(ids), AT_ONCE):
        _settle_some(ids[first : first + AT_ONCE], rules_of)


@staleness_changed.connect
def _settle_again(_sender: object, *, people: Sequence[Person]) -> None:
    settle(people)


def _rules_of(unit: Unit) -> UnitRules:
    return UnitRules(organization.stale_months(unit), organization.time_zone_of([unit.path]))


def _settle_some(person_ids: Sequence[int], rules_of: Mapping[int, UnitRules]) -> None:
    # Two writers of the same person would each insert their rows, so one waits for the other.
    held = select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id)
    db.session.execute(held.with_for_update(key_share=True))
    rows = [
        {"person_id": person_id, "indicator_id": indicator_id, **vars(each)}
        for (person_id, indicator_id), records in _records_of(person_ids, rules_of).items()
        for each in timeline(records, stale_months=rules_of[person_id].stale_months)
    ]
    db.session.execute(delete(CurrentLevel).where(CurrentLevel.person_id.in_(person_ids)))
    if rows:
        db.session.execute(insert(CurrentLevel), rows)


def _records_of(person_ids: Sequence[int], rules_of: Mapping[int, UnitRules]) -> Records:
    """Return what was given for each (person, indicator), the oldest first."""
    records: dict[tuple[int, int], list[Record]] = defaultdict(list)
    for row in _submitted(person_ids):
        day = clock.day_of(row.submitted_at, rules_of[row.person_id].time_zone)
        rated = Record(row.level, Source.SELF, day)
        records[row.person_id, row.indicator_id].append(rated)
    for row in _reviewed(person_ids):
        rated = Record(row.level, Source.REVIEW, row.reviewed_on, row.agreed)
        records[row.person_id, row.indicator_id].append(rated)
    return records


def _submitted(person_ids: Sequence[int]) -> Iterable[Row[Any]]:
    rated = (
        select(
            SelfAssessment.person_id,
            SelfAssessment.submitted_at,
            Rating.indicator_id,
            Rating.level,
        )
        .join(Rating, Rating.assessment_id == SelfAssessment.id)
        .where(SelfAssessment.person_id.in_(person_ids), SelfAssessment.submitted_at.is_not(None))
        .order_by(SelfAssessment.submitted_at, SelfAssessment.id)
    )
    return db.session.execute(rated)


def _reviewed(person_ids: Sequence[int]) -> Iterable[Row[Any]]:
    rated = (
        select(
            Review.person_id,
            Review.reviewed_on,
            Review.agreed,
            ReviewRating.indicator_id,
            ReviewRating.level,
        )
        .join(ReviewRating, ReviewRating.review_id == Review.id)
        .where(Review.person_id.in_(person_ids))
        .order_by(Review.reviewed_on, Review.id)
    )
    return db.session.execute(rated)
