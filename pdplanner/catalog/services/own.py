"""Offerings that a unit owns: only its subtree sees them, only its directors change them."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from pdplanner import clock
from pdplanner.catalog.models import Offering
from pdplanner.catalog.services.providers import provider_named
from pdplanner.catalog.services.tags import set_tags
from pdplanner.extensions import db
from pdplanner.organization.models import Unit

FACTS = ("price_cents", "member_price_cents", "hours", "credits", "source")
LONGEST_CODE = 60


def create_offering(
    *,
    unit: Unit,
    title: str,
    provider: str,
    format: str,
    tags: Sequence[tuple[int, int, int]] = (),
    **facts: Any,
) -> Offering:
    """Add an offering of a unit; `tags` are (indicator id, level, from level).

    `facts` are columns of Offering (url, description, audience, prerequisites, price_cents,
    member_price_cents, hours, credits, source, as_of, places); what is not given is unknown.
    """
    facts.setdefault("as_of", clock.today().isoformat())
    offering = Offering(unit=unit, code=_free_code(unit, title), tags=[], **facts)
    offering.title, offering.format = title, format
    offering.provider = provider_named(provider)
    set_tags(offering, tags)
    db.session.add(offering)
    db.session.flush()
    return offering


def edit_offering(
    offering: Offering,
    *,
    provider: str,
    tags: Sequence[tuple[int, int, int]],
    **facts: Any,
) -> None:
    """Change an own offering; price, hours, credits or source anew are facts of today."""
    before = [getattr(offering, name) for name in FACTS]
    for name, value in facts.items():
        setattr(offering, name, value)
    if before != [getattr(offering, name) for name in FACTS]:
        offering.as_of = clock.today().isoformat()
    offering.provider = provider_named(provider)
    set_tags(offering, tags)
    db.session.flush()


def retire(offering: Offering) -> None:
    """Offer it no more; plans that hold it keep it."""
    offering.active = False
    db.session.flush()


def restore(offering: Offering) -> None:
    offering.active = True
    db.session.flush()


def _free_code(unit: Unit, title: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:LONGEST_CODE] or "offering"
    alike = select(Offering.code).where(Offering.unit_id == unit.id)
    taken = set(db.session.scalars(alike.where(Offering.code.startswith(stem, autoescape=True))))
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
