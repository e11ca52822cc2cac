from sqlalchemy import select

from pdplanner.catalog.models import Provider
from pdplanner.extensions import db


def provider_named(name: str) -> Provider:
    """Return the provider of that name, added where it is new."""
    known = db.session.scalar(select(Provider).where(Provider.name == name))
    if known:
        return known
    provider = Provider(name=name)
    db.session.add(provider)
    db.session.flush()
    return provider
