from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pdplanner.catalog.models import Offering, Requirement
from pdplanner.extensions import db


def requirements_of(
    offering_ids: Collection[int] | None = None,
) -> Mapping[int, Sequence[Requirement]]:
    """Return what offerings require, or what all do, by offering id in one query."""
    rows = select(Requirement).options(
        joinedload(Requirement.required).joinedload(Offering.provider),
        joinedload(Requirement.unless_indicator),
    )
    if offering_ids is not None:
        rows = rows.where(Requirement.offering_id.in_(offering_ids))
    found: dict[int, list[Requirement]] = defaultdict(list)
    for each in db.session.scalars(rows.order_by(Requirement.offering_id, Requirement.required_id)):
        found[each.offering_id].append(each)
    return found


def unmet(
    needs: Sequence[Requirement], *, has: Collection[int], levels: Mapping[int, int | None]
) -> tuple[Offering, ...]:
    """What somebody must take first who has these offerings; levels are by indicator id."""
    return tuple(
        need.required
        for need in needs
        if need.required_id not in has and not _is_waived(need, levels)
    )


def _is_waived(need: Requirement, levels: Mapping[int, int | None]) -> bool:
    if need.unless_indicator_id is None or need.unless_level is None:
        return False
    return (levels.get(need.unless_indicator_id) or 0) >= need.unless_level
