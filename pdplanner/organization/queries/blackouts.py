from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager

from pdplanner.extensions import db
from pdplanner.organization.models import Blackout, Unit


def blackouts_in(unit_id: int, *, since: date, until: date | None = None) -> Sequence[Blackout]:
    """Return what a unit's subtree has of blackouts on these days, the first ones first.

    Their units are loaded.
    """
    top = aliased(Unit)
    found = select(Blackout).join(Blackout.unit).join(top, Unit.path.startswith(top.path))
    found = found.where(top.id == unit_id, Blackout.ends_on >= since)
    if until is not None:
        found = found.where(Blackout.starts_on <= until)
    found = found.options(contains_eager(Blackout.unit))
    return db.session.scalars(found.order_by(Blackout.starts_on, Blackout.id)).all()
