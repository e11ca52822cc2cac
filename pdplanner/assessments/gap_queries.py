"""What a person is missing: the rated indicators that their job roles aim at."""

from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy import Date, Row, Select, and_, bindparam, or_, select

from pdplanner import clock
from pdplanner.assessments.gaps import gap_points
from pdplanner.assessments.models import CurrentLevel
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator, SkillArea
from pdplanner.organization.models import Person, Target, person_job_role
from pdplanner.organization.targets import Aim

# The columns of a rated target, and where each group of them ends in its row.
AIM = Target.level, Target.good_enough, Target.weight
HELD = CurrentLevel.level, CurrentLevel.source, CurrentLevel.rated_on, CurrentLevel.stale_on
INDICATOR = Indicator.id, Indicator.code, Indicator.title, Indicator.statement, Indicator.position
AREA = SkillArea.code, SkillArea.title, SkillArea.position
AIM_END, HELD_END, INDICATOR_END = accumulate(map(len, (AIM, HELD, INDICATOR)))


class GapIndicator(NamedTuple):
    id: int
    code: str
    title: str
    statement: str
    position: int


class GapArea(NamedTuple):
    code: str
    title: str
    position: int


class Gap(NamedTuple):
    """What is missing of one indicator; points are the engine's tenths.

    `source` is "self" or "review", of the rating on `rated_on` that the level comes from.
    """

    indicator: GapIndicator
    area: GapArea
    aim: Aim
    level: int
    points: int
    source: str
    rated_on: date
    stale: bool


def gaps_of(person: Person) -> list[Gap]:
    """Return the indicators short of their target in one query; nobody's rating is no gap.

    The largest gap comes first; equal ones stand in the order of the framework.
    """
    today = clock.today()
    rows: dict[int, Row[Any]] = {}
    aims: dict[int, Aim] = {}
    for row in db.session.execute(_RATED_TARGETS, {"person": person.id, "today": today}):
        aim, other = Aim._make(row[:AIM_END]), aims.get(row.id)
        rows[row.id], aims[row.id] = row, other | aim if other else aim
    gaps = (_gap(row, aims[indicator_id], today) for indicator_id, row in rows.items())
    return sorted((gap for gap in gaps if gap.points), key=_largest_first)


def _gap(row: Row[Any], aim: Aim, today: date) -> Gap:
    held, source, rated_on, stale_on = row[AIM_END:HELD_END]
    return Gap(
        indicator=GapIndicator._make(row[HELD_END:INDICATOR_END]),
        area=GapArea._make(row[INDICATOR_END:]),
        aim=aim,
        level=held,
        points=gap_points(aim, held),
        source=source,
        rated_on=rated_on,
        stale=stale_on <= today,
    )


def _largest_first(gap: Gap) -> tuple[int, int]:
    return -gap.points, gap.indicator.position


def _rated_targets() -> Select[*tuple[Any, ...]]:
    """A row for each job role's target: its aim, the level that counts, the names."""
    today = bindparam("today", type_=Date)
    aimed_at = and_(
        CurrentLevel.person_id == person_job_role.c.person_id,
        CurrentLevel.indicator_id == Target.indicator_id,
        CurrentLevel.since <= today,
        or_(CurrentLevel.until.is_(None), CurrentLevel.until > today),
    )
    return (
        select(*AIM, *HELD, *INDICATOR, *AREA)
        .join_from(person_job_role, Target, Target.job_role_id == person_job_role.c.job_role_id)
        .join(CurrentLevel, aimed_at)
        .join(Indicator, Indicator.id == Target.indicator_id)
        .join(SkillArea, SkillArea.id == Indicator.area_id)
        .where(person_job_role.c.person_id == bindparam("person"), CurrentLevel.level.is_not(None))
    )


# Built once: a start page, a choice and a plan ask it each time.
_RATED_TARGETS = _rated_targets()
