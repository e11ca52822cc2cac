from datetime import date

from sqlalchemy import select

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.catalog.models import Membership, Provider
from pdplanner.extensions import db
from pdplanner.organization.models import Unit


def hold_provider(provider: Provider) -> None:
    """Let one request at a time change memberships of a provider, until it commits."""
    row = select(Provider.id).where(Provider.id == provider.id)
    db.session.execute(row.with_for_update())


def enter_membership(
    provider: Provider,
    *,
    unit: Unit,
    quoted_by: User | None,
    held: bool,
    held_until: date | None = None,
    price_cents: int | None = None,
    source: str = "",
    quoted_on: date | None = None,
) -> Membership:
    """Say of a district that it is a member of a provider, or what a year of it costs.

    It takes the place of what was entered before; entered again as it stands it keeps its person.
    """
    membership = _held_or_new(provider, unit)
    facts = {
        "held": held,
        "held_until": held_until if held else None,
        "price_cents": price_cents,
        "source": source,
        "quoted_on": quoted_on or clock.today(),
    }
    if facts != {name: getattr(membership, name) for name in facts}:
        for name, value in facts.items():
            setattr(membership, name, value)
        membership.quoted_by, membership.entered_at = quoted_by, clock.now()
    db.session.add(membership)
    db.session.flush()
    return membership


def remove_membership(membership: Membership) -> None:
    """Forget it: the district is taken for no member, and what one costs is unknown."""
    db.session.delete(membership)
    db.session.flush()


def _held_or_new(provider: Provider, unit: Unit) -> Membership:
    entered = select(Membership).where(Membership.provider == provider, Membership.unit == unit)
    return db.session.scalar(entered) or Membership(provider=provider, unit=unit)
