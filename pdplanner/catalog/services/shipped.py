"""Loads the offerings that the project ships, as the files of the data folder hold them."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from pdplanner import datafiles
from pdplanner.catalog.models import Offering, Provider
from pdplanner.catalog.services.providers import provider_named
from pdplanner.catalog.services.tags import set_tags
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks

TEXTS = (
    "title", "url", "format", "audience", "description", "price_note", "hours_note",
    "credit_note", "source", "as_of",
)  # fmt: skip


class UnknownIndicatorError(LookupError):
    """An offering teaches an indicator that no loaded framework has."""


def load_offerings(document: dict[str, Any]) -> list[Offering]:
    """Add or update the offerings of one provider's document (`datafiles.read`), by their codes.

    The same document twice changes nothing. A retired offering that is in the document again is
    offered again. Raises UnknownIndicatorError before anything is changed.
    """
    indicators = frameworks.indicator_ids(frameworks.individual_framework().code)
    _refuse_unknown_indicators(document, indicators)
    held = _shipped([entry["code"] for entry in document["offerings"]])
    provider = provider_named(document["provider"])
    loaded = []
    for entry in document["offerings"]:
        offering = held.get(entry["code"]) or Offering(code=entry["code"], tags=[])
        _set_facts(offering, entry, provider)
        tags = [(indicators[t["indicator"]], t["level"], t["from"]) for t in entry["teaches"]]
        set_tags(offering, tags)
        db.session.add(offering)
        loaded.append(offering)
    db.session.flush()
    return loaded


def retire_missing(codes: Collection[str]) -> int:
    """Retire the shipped offerings whose code is in no file any more; return how many.

    Plans that hold them keep them.
    """
    missing = update(Offering).where(Offering.unit_id.is_(None), Offering.active)
    gone = db.session.execute(missing.where(Offering.code.not_in(codes)).values(active=False))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _shipped(codes: Collection[str]) -> dict[str, Offering]:
    offerings = select(Offering).where(Offering.unit_id.is_(None), Offering.code.in_(codes))
    loaded = db.session.scalars(offerings.options(selectinload(Offering.tags)))
    return {offering.code: offering for offering in loaded}


def _set_facts(offering: Offering, entry: dict[str, Any], provider: Provider) -> None:
    offering.provider = provider
    for name in TEXTS:
        setattr(offering, name, entry.get(name) or "")
    offering.prerequisites = entry["prerequisites"] or ""
    offering.price_cents = _cents(entry["price_usd"])
    offering.member_price_cents = _cents(entry["member_price_usd"])
    offering.hours = _hours(entry["hours"])
    offering.sitting_hours = _hours(entry.get("sitting_hours"))
    offering.credits = _hours(entry["credits"])
    offering.active = True


def _refuse_unknown_indicators(document: dict[str, Any], known: Collection[str]) -> None:
    for entry in document["offerings"]:
        for tag in entry["teaches"]:
            if tag["indicator"] not in known:
                raise UnknownIndicatorError(
                    f"{document['provider']}: {entry['code']} teaches {tag['indicator']},"
                    " which the loaded framework does not have; load the framework first."
                )


def _cents(dollars: int | Decimal | None) -> int | None:
    return None if dollars is None else datafiles.cents(dollars)


def _hours(amount: int | Decimal | None) -> float | None:
    return None if amount is None else float(amount)
