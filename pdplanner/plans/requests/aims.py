"""What requests are for: the indicators that a person is to reach and the offering teaches."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from pdplanner.catalog.models import Tag
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization import queries as organization
from pdplanner.plans.models import PlanItem


def aims_of(items: Sequence[PlanItem]) -> Mapping[int, Sequence[Indicator]]:
    """Return by item id what it serves for its person, in the framework's order.

    No levels and no gaps: the business office reads these too.
    """
    targets = organization.targets_of({item.plan.person_id for item in items})
    taught = (
        select(Tag.offering_id, Indicator)
        .join(Indicator, Indicator.id == Tag.indicator_id)
        .where(Tag.offering_id.in_({item.offering_id for item in items}))
        .order_by(Indicator.code)
    )
    by_offering: dict[int, list[Indicator]] = {}
    for offering_id, indicator in db.session.execute(taught):
        by_offering.setdefault(offering_id, []).append(indicator)
    return {
        item.id: [
            each
            for each in by_offering.get(item.offering_id, ())
            if each.id in targets.get(item.plan.person_id, {})
        ]
        for item in items
    }
