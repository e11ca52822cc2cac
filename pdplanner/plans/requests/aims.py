"""What requests are for: the indicators that a person is to reach and the offering teaches."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select

from pdplanner.catalog.models import Tag
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization import queries as organization
from pdplanner.plans.models import PlanItem


class Aim(NamedTuple):
    """An indicator that is aimed at."""

    indicator_id: int
    code: str
    title: str


def aims_of(items: Sequence[PlanItem]) -> Mapping[int, Sequence[Aim]]:
    """Return by item id what it serves for its person, in the framework's order.

    No levels and no gaps: the business office reads these too.
    """
    targets = organization.targets_of({item.plan.person_id for item in items})
    taught = (
        select(Tag.offering_id, Indicator.id, Indicator.code, Indicator.title)
        .join(Indicator, Indicator.id == Tag.indicator_id)
        .where(Tag.offering_id.in_({item.offering_id for item in items}))
        .order_by(Indicator.code)
    )
    by_offering: dict[int, list[Aim]] = {}
    for offering_id, indicator_id, code, title in db.session.execute(taught):
        by_offering.setdefault(offering_id, []).append(Aim(indicator_id, code, title))
    return {
        item.id: [
            each
            for each in by_offering.get(item.offering_id, ())
            if each.indicator_id in targets.get(item.plan.person_id, {})
        ]
        for item in items
    }
