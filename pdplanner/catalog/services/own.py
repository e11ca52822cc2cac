"""Offerings that a unit owns: only its subtree sees them, only its directors change them."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from pdplanner import clock
from pdplanner.catalog.models import Offering, Provider
from pdplanner.catalog.services.providers import provider_named
from pdplanner.catalog.services.tags import set_tags
from pdplanner.extensions import db
from pdplanner.notices import services as notices
from pdplanner.organization.models import Unit
from pdplanner.web.mail_letters import path

FACTS = ("price_cents", "member_price_cents", "hours", "credits", "source")
LONGEST_CODE = 60


class OfferedAlreadyError(Exception):
    """The unit offers the same title by the same provider."""


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
    Raises OfferedAlreadyError where the unit offers the same title by the same provider. One that
    is retired is in nobody's way: plans that hold it keep what it taught, so what comes back with
    other content is an offering of its own.
    """
    _hold(unit)
    _refuse_offered(unit, title=title, provider=provider)
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
    title: str,
    provider: str,
    tags: Sequence[tuple[int, int, int]],
    **facts: Any,
) -> None:
    """Change an own offering; price, hours, credits or source anew are facts of today.

    Raises OfferedAlreadyError where it takes the title and provider of another that is offered.
    """
    renamed = (title, provider) != (offering.title, offering.provider.name)
    if renamed and offering.active and offering.unit is not None:
        # Without holding the unit: who holds it may be waiting for the offering's row, held here.
        _refuse_offered(offering.unit, title=title, provider=provider, besides=offering)
    before = [getattr(offering, name) for name in FACTS]
    offering.title = title
    for name, value in facts.items():
        setattr(offering, name, value)
    if before != [getattr(offering, name) for name in FACTS]:
        offering.as_of = clock.today().isoformat()
    offering.provider = provider_named(provider)
    set_tags(offering, tags)
    db.session.flush()


def retire(offering: Offering) -> None:
    """Offer it no more, or leave a proposal where it is; plans that hold it keep it."""
    offering.active, offering.proposed_by_id = False, None
    db.session.flush()
    _settle(offering)


def restore(offering: Offering) -> None:
    """Offer it again, unless one of its title and provider is offered by now."""
    if offering.unit is not None:
        _hold(offering.unit)
        title, provider = offering.title, offering.provider.name
        _refuse_offered(offering.unit, title=title, provider=provider, besides=offering)
    offering.active = True
    db.session.flush()
    _settle(offering)


def _settle(offering: Offering) -> None:
    """Whoever was asked to decide about a proposal has their answer."""
    notices.settle(path("catalog.show", offering_id=offering.id))


def _hold(unit: Unit) -> None:
    """Let one offering at a time come into a unit's catalog."""
    row = select(Unit.id).where(Unit.id == unit.id)
    db.session.execute(row.with_for_update(key_share=True))


def _refuse_offered(
    unit: Unit, *, title: str, provider: str, besides: Offering | None = None
) -> None:
    alike = (
        select(Offering)
        .join(Offering.provider)
        .where(Offering.unit_id == unit.id, Offering.active)
        .where(func.lower(Offering.title) == func.lower(title))
        .where(func.lower(Provider.name) == func.lower(provider))
        .order_by(Offering.id)
    )
    if besides is not None:
        alike = alike.where(Offering.id != besides.id)
    offered = db.session.scalars(alike.limit(1)).first()
    if offered is not None:
        raise OfferedAlreadyError(
            f"{unit.name} offers “{offered.title}” by {offered.provider.name} already."
        )


def _free_code(unit: Unit, title: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:LONGEST_CODE] or "offering"
    alike = select(Offering.code).where(Offering.unit_id == unit.id)
    taken = set(db.session.scalars(alike.where(Offering.code.startswith(stem, autoescape=True))))
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
