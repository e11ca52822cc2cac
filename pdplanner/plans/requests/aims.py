"""What requests are for: the indicators that a person is to reach and the offering teaches."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, exists, select

from pdplanner.catalog.models import Tag
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization.models import Target, person_job_role
from pdplanner.plans.models import LearningPlan, PlanItem

ITEMS = "items"


class Aim(NamedTuple):
    """An indicator that is aimed at."""

    indicator_id: int
    code: str
    title: str


def aims_of(items: Sequence[PlanItem]) -> Mapping[int, Sequence[Aim]]:
    """Return by item id what it serves for its person, in the framework's order.

    No levels and no gaps: the business office reads these too.
    """
    aims: dict[int, list[Aim]] = {item.id: [] for item in items}
    for item_id, indicator_id, code, title in db.session.execute(_served(), {ITEMS: list(aims)}):
        aims[item_id].append(Aim(indicator_id, code, title))
    return aims


@cache
def _served() -> Select[int, int, str, str]:
    asked = exists().where(
        person_job_role.c.person_id == LearningPlan.person_id,
        Target.job_role_id == person_job_role.c.job_role_id,
        Target.indicator_id == Tag.indicator_id,
    )
    return (
        select(PlanItem.id, Indicator.id, Indicator.code, Indicator.title)
        .join(PlanItem.plan)
        .join(Tag, Tag.offering_id == PlanItem.offering_id)
        .join(Indicator, Indicator.id == Tag.indicator_id)
        .where(PlanItem.id.in_(bindparam(ITEMS, expanding=True)), asked)
        .order_by(Indicator.code)
    )
