"""Where a person's self-assessment stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import joinedload

from pdplanner import clock
from pdplanner.assessments.models import CurrentLevel, Rating, SelfAssessment
from pdplanner.extensions import db
from pdplanner.frameworks.models import Framework, Indicator
from pdplanner.organization.models import Person, Target, person_job_role


@dataclass(frozen=True)
class Progress:
    """How far the self-assessment is; `draft` is None where none is begun."""

    indicators: int
    draft: int | None
    draft_ratings: int
    submitted_at: datetime | None
    unrated: int
    """Indicators that the person's roles aim at and nobody has rated."""


def person_and_progress(user_id: int) -> tuple[Person, Progress] | None:
    """One query: the person with unit and job roles, and where their self-assessment stands."""
    facts = (
        select(Person, *_facts())
        .where(Person.user_id == user_id, Person.active)
        .options(joinedload(Person.unit), joinedload(Person.job_roles))
    )
    row = db.session.execute(facts).unique().one_or_none()
    return None if row is None else (row[0], Progress(*row[1:]))


def _facts() -> list[ScalarSelect[Any]]:
    """The fields of `Progress`, each for the person of the row."""
    individual = select(func.min(Framework.id)).where(Framework.kind == "individual")
    framework = individual.scalar_subquery()
    draft = and_(
        SelfAssessment.person_id == Person.id,
        SelfAssessment.framework_id == framework,
        SelfAssessment.submitted_at.is_(None),
    )
    in_draft = Rating.assessment_id.in_(select(SelfAssessment.id).where(draft).correlate(Person))
    return [
        _one(func.count(Indicator.id), Indicator.framework_id == framework),
        _one(func.min(SelfAssessment.id), draft),
        _one(func.count(Rating.id), in_draft),
        _one(func.max(SelfAssessment.submitted_at), SelfAssessment.person_id == Person.id),
        _unrated(),
    ]


def _one(value: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    return select(value).where(*conditions).correlate(Person).scalar_subquery()


def _unrated() -> ScalarSelect[Any]:
    today = clock.today()
    rated = select(CurrentLevel.indicator_id).where(
        CurrentLevel.person_id == Person.id,
        CurrentLevel.since <= today,
        or_(CurrentLevel.until.is_(None), CurrentLevel.until > today),
    )
    roles = person_job_role.c
    asked = (
        select(func.count(func.distinct(Target.indicator_id)))
        .join(person_job_role, roles.job_role_id == Target.job_role_id)
        .where(roles.person_id == Person.id)
        .where(Target.indicator_id.not_in(rated.correlate(Person)))
    )
    return asked.correlate(Person).scalar_subquery()
