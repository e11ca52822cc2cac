"""Where a person's self-assessment stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, ScalarSelect, and_, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager

from pdplanner import clock
from pdplanner.assessments.models import CurrentLevel, Rating, SelfAssessment
from pdplanner.extensions import db
from pdplanner.frameworks.models import Framework, Indicator
from pdplanner.organization.models import JobRole, Person, Target, person_job_role


@dataclass(frozen=True)
class Progress:
    """How far the self-assessment is; `draft` is None where none is begun."""

    indicators: int
    draft: int | None
    draft_ratings: int
    submitted_at: datetime | None
    asked: int
    """Indicators that the person's roles aim at; without any, all are asked for alike."""
    asked_in_draft: int
    unrated: int
    """Indicators that the person's roles aim at and nobody has rated."""

    @property
    def left_in_draft(self) -> int:
        """How many the draft still lacks of those that are asked for."""
        if self.asked:
            return self.asked - self.asked_in_draft
        return self.indicators - self.draft_ratings


def person_and_progress(user_id: int) -> tuple[Person, Progress] | None:
    """The person with unit and job roles, and where their self-assessment stands."""
    asked = {"user": user_id, "today": clock.today()}
    row = db.session.execute(_PREPARED, asked).unique().one_or_none()
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
    rated_there = select(Rating.id).where(in_draft, Rating.indicator_id == Target.indicator_id)
    return [
        _one(func.count(Indicator.id), Indicator.framework_id == framework),
        _one(func.min(SelfAssessment.id), draft),
        _one(func.count(Rating.id), in_draft),
        _one(func.max(SelfAssessment.submitted_at), SelfAssessment.person_id == Person.id),
        _aimed_at(),
        _aimed_at(rated_there.correlate(Person, Target).exists()),
        _aimed_at(~_rated()),
    ]


def _one(value: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    return select(value).where(*conditions).correlate(Person).scalar_subquery()


def _aimed_at(*conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    """How many indicators the person's roles aim at, of those under conditions."""
    held = person_job_role.c
    roles = select(held.job_role_id).where(held.person_id == Person.id).correlate(Person)
    number = func.count(func.distinct(Target.indicator_id))
    return _one(number, Target.job_role_id.in_(roles), *conditions)


def _rated() -> ColumnElement[bool]:
    """Whether somebody has rated the person on the target's indicator."""
    today = bindparam("today", type_=Date)
    # An existence is looked up by its key; a list would be read anew for each target.
    rated = select(CurrentLevel.level).where(
        CurrentLevel.person_id == Person.id,
        CurrentLevel.indicator_id == Target.indicator_id,
        CurrentLevel.since <= today,
        or_(CurrentLevel.until.is_(None), CurrentLevel.until > today),
    )
    return rated.correlate(Person, Target).exists()


# Everybody's start page asks this, so the statement is built once. The joins are written out:
# an eager load nests them, and SQLite then reads the job roles of all people first.
_PREPARED = (
    select(Person, *_facts())
    .join(Person.unit)
    .outerjoin(person_job_role, person_job_role.c.person_id == Person.id)
    .outerjoin(JobRole, JobRole.id == person_job_role.c.job_role_id)
    .where(Person.user_id == bindparam("user"), Person.active)
    .order_by(JobRole.title)
    .options(contains_eager(Person.unit), contains_eager(Person.job_roles))
)
