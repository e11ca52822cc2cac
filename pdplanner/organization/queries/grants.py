from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from pdplanner.accounts.models import Absence, Grant, User
from pdplanner.extensions import db
from pdplanner.organization.models import Unit


def grants_reaching(unit: Unit, within: ColumnElement[bool]) -> Sequence[Grant]:
    """Return the grants at a unit and those above it that `within` keeps, nearest first."""
    grants = select(Grant).join(Grant.user).join(Grant.unit)
    grants = grants.where(Grant.unit_id.in_(unit.lineage), within)
    shown = contains_eager(Grant.user), contains_eager(Grant.unit), joinedload(Grant.absence)
    grants = grants.options(*shown)
    nearest = func.length(Unit.path).desc()
    return db.session.scalars(grants.order_by(nearest, User.name, Grant.role)).all()


def holders_of(role: str, unit: Unit) -> Sequence[str]:
    """Return the names of those who have a role at a unit or above it, nearest first, each once."""
    held = select(User.name).join(Grant, Grant.user_id == User.id).join(Unit)
    held = held.where(Grant.role == role, Grant.unit_id.in_(unit.lineage), Unit.active, User.active)
    names = db.session.scalars(held.order_by(func.length(Unit.path).desc(), User.name))
    return list(dict.fromkeys(names))


def grants_of(user_id: int) -> Sequence[Grant]:
    """Return the roles of an account, from the top of the tree, with who stands in."""
    grants = select(Grant).join(Grant.unit).where(Grant.user_id == user_id)
    absence = joinedload(Grant.absence).joinedload(Absence.substitute)
    shown = grants.options(contains_eager(Grant.unit), absence)
    return db.session.scalars(shown.order_by(Unit.path, Grant.role)).all()
