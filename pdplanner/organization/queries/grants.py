from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager

from pdplanner.accounts.models import Grant, User
from pdplanner.extensions import db
from pdplanner.organization.models import Unit


def grants_reaching(unit: Unit, within: ColumnElement[bool]) -> Sequence[Grant]:
    """Return the grants at a unit and those above it that `within` keeps, nearest first."""
    grants = select(Grant).join(Grant.user).join(Grant.unit)
    grants = grants.where(Grant.unit_id.in_(unit.lineage), within)
    grants = grants.options(contains_eager(Grant.user), contains_eager(Grant.unit))
    nearest = func.length(Unit.path).desc()
    return db.session.scalars(grants.order_by(nearest, User.name, Grant.role)).all()
