from sqlalchemy import func, select

from pdplanner.accounts import queries as accounts_queries
from pdplanner.accounts import services as accounts
from pdplanner.accounts.models import Role, User
from pdplanner.extensions import db
from pdplanner.organization.models import Unit, UnitKind
from pdplanner.organization.services.errors import OrganizationError
from pdplanner.organization.services.units import create_unit


def found_district(
    *, name: str, admin_email: str, admin_name: str, time_zone: str | None = None
) -> tuple[Unit, User]:
    """Make a district with its first admin; one that stands already gets the admin only.

    A district is known by its name, however it is capitalized; its time zone stays.
    `invitation_link(user)` is how an admin without a password gets in.
    """
    user = accounts_queries.user_with_email(admin_email)
    if user and not user.active:
        raise OrganizationError(f"The account {user.email} is closed.", field="admin_email")
    district = standing_district(name)
    district = district or create_unit(
        name=name, kind=UnitKind.DISTRICT, parent=None, time_zone=time_zone
    )
    user = user or accounts.create_user(email=admin_email, name=admin_name)
    accounts.grant(user, role=Role.ADMIN, unit_id=district.id)
    return district, user


def standing_district(name: str) -> Unit | None:
    """Return the open district at the top of a tree that has the name, however capitalized."""
    roots = select(Unit).where(
        Unit.parent_id.is_(None),
        Unit.kind == UnitKind.DISTRICT,
        func.lower(Unit.name) == name.lower(),
        Unit.active,
    )
    return db.session.scalar(roots.order_by(Unit.id).limit(1))
