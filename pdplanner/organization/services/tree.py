"""Keeps the paths of the tree true while several people change it."""

from sqlalchemy import func, select, update

from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.organization.queries.units import below
from pdplanner.organization.services.errors import OrganizationError

LONGEST_PATH = 255


def hold(*units: Unit) -> None:
    """Let one change of a tree's shape happen at a time, and read the units as they now are."""
    roots = select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id)
    db.session.execute(roots.with_for_update(key_share=True))
    for unit in units:
        db.session.refresh(unit)


def refuse_long_path(unit_name: str, length: int) -> None:
    if length > LONGEST_PATH:
        raise OrganizationError(
            f"{unit_name} would stand too deep in the tree; choose a parent further up.",
            field="parent",
        )


def rewrite(unit: Unit, *, parent: Unit) -> None:
    """Put a unit and its subtree below another parent."""
    old, new = unit.path, f"{parent.path}{unit.id}/"
    longest = db.session.scalar(select(func.max(func.length(Unit.path))).where(below(unit))) or 0
    refuse_long_path(unit.name, longest - len(old) + len(new))
    moved = update(Unit).where(below(unit))
    moved = moved.values(path=new + func.substr(Unit.path, len(old) + 1))
    db.session.execute(moved, execution_options={"synchronize_session": "fetch"})
    unit.parent = parent
    db.session.flush()
