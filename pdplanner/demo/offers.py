"""The district's own offerings, its quotes over shipped ones, and the runs it has places in."""

from datetime import date, datetime
from decimal import Decimal

from pdplanner.assessments import queries as assessments
from pdplanner.catalog import services as catalog
from pdplanner.catalog.models import Offering, Quote
from pdplanner.datafiles import Document, cents
from pdplanner.demo.world import World
from pdplanner.extensions import db

MENTORS_LEVEL = 4


def add_offerings(world: World, document: Document) -> None:
    unit = world.units[document["unit"]]
    for entry in document["offerings"]:
        offering = catalog.create_offering(
            unit=unit,
            title=entry["title"],
            provider=entry["provider"],
            format=entry["format"],
            tags=[
                (world.indicators[tag["indicator"]], tag["level"], tag["from"])
                for tag in entry["teaches"]
            ],
            audience=entry["audience"],
            description=entry["description"].strip(),
            price_cents=cents(entry["price_usd"]),
            hours=float(entry["hours"]),
            source=document["source"],
            as_of=document["on"],
        )
        offering.code = entry["code"]
        world.offerings[entry["code"]] = offering
        if "cohort" in entry:
            _quote(world, document, entry, offering)
    db.session.flush()


def add_mentoring(world: World, document: Document) -> None:
    """Offer each mentor's area, as far as they stood at level 4 in it on the document's day."""
    on = date.fromisoformat(document["on"])
    for entry in document["mentoring"]:
        mentor, area = world.people[entry["mentor"]], world.areas[entry["area"]]
        held = assessments.current_levels([mentor.id], on=on).get(mentor.id, {})
        leading = {each for each, at in held.items() if at.level == MENTORS_LEVEL}
        offering = catalog.create_mentoring(
            mentor,
            area=area,
            hours=float(entry["hours"]),
            places=entry["places"],
            unit=world.units[document["unit"]],
            indicator_ids=[each.id for each in area.indicators if each.id in leading],
        )
        offering.description = entry["description"].strip()
        offering.source, offering.as_of = document["source"], document["on"]
        world.offerings[f"mentoring {entry['area']} {entry['mentor']}"] = offering
    db.session.flush()


def add_quotes(world: World, document: Document) -> None:
    for entry in document["quotes"]:
        _quote(world, document, entry, world.offerings[entry["offering"]])
    db.session.flush()


def add_memberships(world: World, document: Document) -> None:
    for entry in document["memberships"]:
        membership = catalog.enter_membership(
            world.providers[entry["provider"]],
            unit=world.units[document["unit"]],
            quoted_by=world.users[document["quoted_by"]],
            held=entry["held"],
            held_until=date.fromisoformat(entry["held_until"]) if "held_until" in entry else None,
            price_cents=_cents(entry.get("year_usd")),
            source=document["source"],
            quoted_on=date.fromisoformat(entry["on"]),
        )
        membership.entered_at = datetime.fromisoformat(entry["on"])
    db.session.flush()


def add_sessions(world: World, document: Document) -> None:
    for entry in document["sessions"]:
        catalog.add_session(
            world.offerings[entry["offering"]],
            unit=world.units[document["unit"]],
            starts_on=date.fromisoformat(entry["starts_on"]),
            ends_on=date.fromisoformat(entry["ends_on"]),
            seats=entry["seats"],
            place=entry["place"],
            source=document["source"],
        )


def _quote(world: World, document: Document, entry: Document, offering: Offering) -> Quote:
    """Lay a price, hours or both over an offering, each with the document's source and day."""
    on: str = entry.get("on") or document["on"]
    by = document.get("quoted_by")
    cohort = entry.get("cohort", {})
    quote = catalog.quote(
        offering,
        unit=world.units[document["unit"]],
        quoted_by=world.users[by] if by else None,
        price_cents=_cents(entry.get("price_usd")),
        price_source=document["source"],
        price_quoted_on=date.fromisoformat(on),
        hours=float(entry["hours"]) if "hours" in entry else None,
        hours_source=document["source"],
        hours_quoted_on=date.fromisoformat(on),
        travel_cents=_cents(entry.get("travel_usd")),
        cohort_price_cents=_cents(cohort.get("price_usd")),
        cohort_seats=cohort.get("seats"),
    )
    quote.entered_at = datetime.fromisoformat(on)
    return quote


def _cents(dollars: int | Decimal | None) -> int | None:
    return None if dollars is None else cents(dollars)
