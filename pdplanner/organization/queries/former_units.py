from collections.abc import Sequence

from sqlalchemy import or_, select

from pdplanner.accounts.models import User
from pdplanner.audit.models import Access, Area, AuditEvent
from pdplanner.extensions import db
from pdplanner.organization.models import Unit


def former_units(user: User) -> Sequence[Unit]:
    """Return the units where an account lost a role or was taken from its person, the last first.

    The trail alone knows of them; it names an account by the address that it had.
    """
    had = _addresses(user)
    revoked = or_(*(AuditEvent.about.endswith(f" ({one})", autoescape=True) for one in had))
    taken = or_(*(AuditEvent.said.startswith(f"{one}: ", autoescape=True) for one in had))
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


def _addresses(user: User) -> list[str]:
    """The address of an account and those that it had before, the newest first."""
    had = [user.email]
    for newer in had:
        now = f", now {newer}."
        changes = select(AuditEvent.said).where(
            AuditEvent.area == Area.ACCESS,
            AuditEvent.kind == Access.ADDRESS_CHANGED,
            AuditEvent.at >= user.created_on,
            AuditEvent.said.endswith(now, autoescape=True),
        )
        before = (said.removesuffix(now) for said in db.session.scalars(changes))
        had.extend(one for one in {*before} if one not in had)
    return had
