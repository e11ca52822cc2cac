"""An own offering as a browser sends it, and the newest one that was saved."""

from sqlalchemy import select

from pdplanner.catalog.models import Offering
from pdplanner.extensions import db


def form(**changes):
    """The fields of an offering as a browser sends them, with five rows of indicators."""
    rows = {f"tags-{n}-indicator": "" for n in range(5)}
    rows |= {f"tags-{n}-level": "2" for n in range(5)}
    rows |= {f"tags-{n}-from_level": "0" for n in range(5)}
    return {
        "title": "Tabletop drill",
        "provider": "Our own department",
        "format": "in-person",
        "url": "https://alder.example/drill",
        "description": "An afternoon.\r\nWith cake.",
        "audience": "the network team",
        "prerequisites": "",
        "price_cents": "$1,250.50",
        "member_price_cents": "",
        "hours": "3.5",
        "credits": "",
        "source": "Agreed with the department",
    } | rows | {name.replace("__", "-"): value for name, value in changes.items()}  # fmt: skip


def newest():
    return db.session.scalar(select(Offering).order_by(Offering.id.desc()).limit(1))
