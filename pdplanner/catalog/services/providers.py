from sqlalchemy import select

from pdplanner.catalog.models import Provider
from pdplanner.extensions import db
from pdplanner.inserts import INSERTS


def provider_named(name: str) -> Provider:
    """Return the provider of that name, added where it is new."""
    named = select(Provider).where(Provider.name == name)
    known = db.session.scalar(named)
    if known is None:
        # Another request may add it in the same moment.
        insert = INSERTS[db.session.get_bind().dialect.name]
        db.session.execute(insert(Provider).values(name=name).on_conflict_do_nothing())
        known = db.session.scalars(named).one()
    return known
