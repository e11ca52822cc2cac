from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.catalog.models import Offering, Quote
from pdplanner.extensions import db
from pdplanner.organization.models import Unit


def quote(
    offering: Offering,
    *,
    unit: Unit,
    quoted_by: User | None,
    price_cents: int | None = None,
    price_source: str = "",
    price_quoted_on: date | None = None,
    hours: float | None = None,
    hours_source: str = "",
    hours_quoted_on: date | None = None,
    travel_cents: int | None = 0,
    cohort_price_cents: int | None = None,
    cohort_seats: int | None = None,
) -> Quote:
    """Lay a district's terms over an offering, in place of those it had; None is not quoted.

    A fact that is entered again as it stands keeps its person.
    """
    quote = _held_or_new(offering, unit)
    _set_price(quote, price_cents, _Origin(price_source, price_quoted_on, quoted_by))
    _set_hours(quote, hours, _Origin(hours_source, hours_quoted_on, quoted_by))
    quote.travel_cents = travel_cents or 0
    quote.cohort_price_cents, quote.cohort_seats = cohort_price_cents, cohort_seats
    _save(quote)
    return quote


def take_back(quote: Quote) -> None:
    """Remove a district's terms; the catalog's own facts hold again."""
    db.session.delete(quote)
    db.session.flush()


@dataclass(frozen=True)
class _Origin:
    """Where a fact comes from; the day is today's where none is given."""

    source: str
    quoted_on: date | None
    person: User | None

    @property
    def day(self) -> date:
        return self.quoted_on or clock.today()


def _held_or_new(offering: Offering, unit: Unit) -> Quote:
    held = select(Quote).where(Quote.offering == offering, Quote.unit == unit)
    return db.session.scalar(held) or Quote(offering=offering, unit=unit)


def _save(quote: Quote) -> None:
    if quote not in db.session or db.session.is_modified(quote):
        quote.entered_at = clock.now()
    db.session.add(quote)
    db.session.flush()


def _set_price(quote: Quote, cents: int | None, origin: _Origin) -> None:
    if cents is None:
        quote.price_cents, quote.price_source, quote.price_quoted_on = None, "", None
        quote.price_quoted_by = None
        return
    fact = (cents, origin.source, origin.day)
    if fact != (quote.price_cents, quote.price_source, quote.price_quoted_on):
        quote.price_cents, quote.price_source, quote.price_quoted_on = fact
        quote.price_quoted_by = origin.person


def _set_hours(quote: Quote, hours: float | None, origin: _Origin) -> None:
    if hours is None:
        quote.hours, quote.hours_source, quote.hours_quoted_on = None, "", None
        quote.hours_quoted_by = None
        return
    fact = (hours, origin.source, origin.day)
    if fact != (quote.hours, quote.hours_source, quote.hours_quoted_on):
        quote.hours, quote.hours_source, quote.hours_quoted_on = fact
        quote.hours_quoted_by = origin.person
