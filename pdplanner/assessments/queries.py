from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import joinedload, load_only

from pdplanner import clock
from pdplanner.accounts.models import Grant, Role, User
from pdplanner.assessments.models import CurrentLevel, Rating, SelfAssessment
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator, SkillArea
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Person, Unit
from pdplanner.web.word_lists import in_a_row


@dataclass(frozen=True)
class Held:
    """The level that counts (None: not applicable), who gave it ("self" or "review") and when."""

    level: int | None
    source: str
    rated_on: date
    stale: bool


def current_levels(
    person_ids: Collection[int], *, on: date | None = None
) -> dict[int, dict[int, Held]]:
    """Return each person's levels by indicator id; who has none is left out."""
    day = on or clock.today()
    valid = select(
        CurrentLevel.person_id,
        CurrentLevel.indicator_id,
        CurrentLevel.level,
        CurrentLevel.source,
        CurrentLevel.rated_on,
        CurrentLevel.stale_on,
    ).where(
        CurrentLevel.person_id.in_(person_ids),
        CurrentLevel.since <= day,
        or_(CurrentLevel.until.is_(None), CurrentLevel.until > day),
    )
    levels: dict[int, dict[int, Held]] = defaultdict(dict)
    for person_id, indicator_id, level, source, rated_on, stale_on in db.session.execute(valid):
        levels[person_id][indicator_id] = Held(level, source, rated_on, stale_on <= day)
    return dict(levels)


def unrated_count(person: Person) -> int:
    """Return how many indicators the person's roles aim at that nobody has rated yet."""
    aims = organization.targets_of([person.id]).get(person.id, {})
    return len(aims.keys() - current_levels([person.id]).get(person.id, {}).keys())


def draft_of(person_id: int, framework_id: int) -> SelfAssessment | None:
    draft = select(SelfAssessment).where(
        SelfAssessment.person_id == person_id,
        SelfAssessment.framework_id == framework_id,
        SelfAssessment.submitted_at.is_(None),
    )
    return db.session.scalar(draft)


def submitted_of(person: Person, framework_id: int) -> Sequence[tuple[SelfAssessment, int]]:
    """Return the submitted self-assessments with the number of ratings, the newest first."""
    submitted = (
        select(SelfAssessment, func.count(Rating.id))
        .outerjoin(Rating)
        .where(
            SelfAssessment.person_id == person.id,
            SelfAssessment.framework_id == framework_id,
            SelfAssessment.submitted_at.is_not(None),
        )
        .group_by(SelfAssessment.id)
        .order_by(SelfAssessment.submitted_at.desc(), SelfAssessment.id.desc())
    )
    return [(assessment, ratings) for assessment, ratings in db.session.execute(submitted)]


def is_submitted(assessment_id: int) -> bool:
    """Whether a self-assessment is submitted; its row is held until the transaction ends."""
    row = select(SelfAssessment.submitted_at).where(SelfAssessment.id == assessment_id)
    return db.session.scalar(row.with_for_update(key_share=True)) is not None


def texts_of(assessment_id: int) -> Sequence[tuple[int | None, str]]:
    """Return the level of each rating and the line that goes with it."""
    rated = select(Rating.level, Rating.text).where(Rating.assessment_id == assessment_id)
    return [(level, text) for level, text in db.session.execute(rated)]


# Prepared: each rating that somebody makes asks for its indicator.
_CODED = (
    select(Indicator)
    .where(Indicator.framework_id == bindparam("framework_id"), Indicator.code == bindparam("code"))
    .options(
        load_only(Indicator.code, Indicator.area_id),
        joinedload(Indicator.area).load_only(SkillArea.code),
    )
)


def indicator_in(framework_id: int, code: str) -> Indicator | None:
    """Return an indicator of a framework with its area."""
    return db.session.scalar(_CODED, {"framework_id": framework_id, "code": code})


def indicators_in(framework_id: int, area_code: str) -> Sequence[Indicator]:
    """Return the indicators of an area by position; none for an unknown area."""
    in_area = select(Indicator).join(SkillArea, SkillArea.id == Indicator.area_id)
    in_area = in_area.where(SkillArea.framework_id == framework_id, SkillArea.code == area_code)
    return db.session.scalars(in_area.order_by(Indicator.position)).all()


def directors_over(person: Person) -> Sequence[tuple[str, str]]:
    """Return (name, units) of each director whose grants reach the person, the nearest first."""
    reaching = (
        select(User.id, User.name, Unit.name)
        .join(Grant, Grant.user_id == User.id)
        .join(Unit, Unit.id == Grant.unit_id)
        .where(
            Grant.role == Role.DIRECTOR,
            Grant.unit_id.in_(person.unit.lineage),
            Unit.active,
            User.active,
        )
        .order_by(func.length(Unit.path).desc(), User.name, User.id)
    )
    if person.user_id is not None:
        reaching = reaching.where(User.id != person.user_id)
    units: dict[tuple[int, str], list[str]] = {}
    for user_id, name, unit in db.session.execute(reaching):
        units.setdefault((user_id, name), []).append(unit)
    return [(name, in_a_row(led)) for (_id, name), led in units.items()]
