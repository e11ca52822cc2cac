from collections.abc import Sequence

from sqlalchemy import or_, select

from pdplanner.extensions import db
from pdplanner.organization.models import JobRole, Unit


def job_roles_at(unit: Unit | None) -> Sequence[JobRole]:
    """Return the shipped job roles and those of a unit or one above it, by title."""
    lineage = unit.lineage if unit else ()
    offered = or_(JobRole.unit_id.is_(None), JobRole.unit_id.in_(lineage))
    return db.session.scalars(select(JobRole).where(offered).order_by(JobRole.title)).all()
