from collections.abc import Sequence

from sqlalchemy import or_, select

from pdplanner.accounts.models import User
from pdplanner.audit.models import Access, Area, AuditEvent
from pdplanner.extensions import db
from pdplanner.organization.models import Unit


def former_units(user: User) -> Sequence[Unit]:
    """Return the units where an account lost a role or was taken from its person, the last first.

    The trail alone knows of them; it names an account by its address.
    """
    revoked = AuditEvent.about.endswith(f" ({user.email})", autoescape=True)
    taken = AuditEvent.said.startswith(f"{user.email}: ", autoescape=True)
    events = select(Unit).join(AuditEvent, AuditEvent.unit_id == Unit.id)
    events = events.where(
        AuditEvent.area == Area.ACCESS,
        # An earlier account may have had the address.
        AuditEvent.at >= user.created_on,
        or_(
            (AuditEvent.kind == Access.ROLE_REVOKED) & revoked,
            (AuditEvent.kind == Access.ACCOUNT_TAKEN) & taken,
        ),
    )
    return db.session.scalars(events.order_by(AuditEvent.at.desc(), AuditEvent.id.desc())).all()
