"""On which terms a district gets an offering: its own quote laid over the catalog's facts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
)

from pdplanner import clock
from pdplanner.catalog.models import Membership, Offering, Quote, Session
from pdplanner.columns import days_between
from pdplanner.extensions import db
from pdplanner.organization.models import MOST_DAYS_AWAY, Blackout


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What one place costs in money and hours; None is unknown.

    A quoted price is the district's whatever its membership, so no member price stands beside it.
    Where the district is a member (`as_member`), the price is that of members. `membership_id` is
    one that it could have at a known price, which opens `member_price_cents`.
    `seats` is None where nothing limits them: the places of a mentor, else those of the dated runs
    still to come and not blacked out in the district, if each of them says how many it has.
    """

    price_cents: int | None = None
    member_price_cents: int | None = None
    hours: float | None = None
    travel_cents: int = 0
    cohort_price_cents: int | None = None
    cohort_seats: int | None = None
    price_source: str = ""
    hours_source: str = ""
    price_quoted: bool = False
    hours_quoted: bool = False
    seats: int | None = None
    as_member: bool = False
    membership_id: int | None = None

    @property
    def quoted(self) -> bool:
        """Whether the price or the hours are the district's own."""
        return self.price_quoted or self.hours_quoted

    @property
    def plannable(self) -> bool:
        return self.price_cents is not None and self.hours is not None


def terms_of(
    district_id: int | None, *, offering_ids: Collection[int] | None = None
) -> dict[int, Terms]:
    """Return the terms by offering id, in one query; without a district the catalog's alone."""
    rows = known_to(district_id)
    if offering_ids is not None:
        rows = rows.where(Offering.id.in_(offering_ids))
    return {row.Offering.id: terms(row) for row in db.session.execute(rows)}


def known_to(district_id: int | None) -> Select[Any]:
    """Select each offering with quote, membership, and seats and first day of its runs to come."""
    runs = to_come(district_id)
    member = is_member(runs).label("is_member")
    rows = select(Offering, Quote, Membership, member, runs.c.seats, runs.c.first_day)
    joined = rows.join_from(Offering, Quote, quote_of(district_id), isouter=True)
    joined = joined.outerjoin(Membership, membership_of(district_id))
    return joined.outerjoin(runs, runs.c.offering_id == Offering.id)


def terms(row: Any) -> Terms:
    """Lay quote and membership of a row of `known_to` over its offering."""
    offering: Offering = row.Offering
    facts: dict[str, Any] = {
        "price_cents": offering.price_cents,
        "member_price_cents": offering.member_price_cents,
        "price_source": offering.source,
        "hours": offering.hours,
        "hours_source": offering.source,
        "seats": offering.places if offering.places is not None else row.seats,
    }
    facts |= _for_members(offering, row.Membership, is_member=bool(row.is_member))
    return Terms(**{**facts, **(_quoted(row.Quote) if row.Quote else {})})


def quote_of(district_id: int | None) -> ColumnElement[bool]:
    """The condition that joins the district's quote, or none, to an offering."""
    return and_(Quote.offering_id == Offering.id, Quote.unit_id == (district_id or 0))


def membership_of(district_id: int | None) -> ColumnElement[bool]:
    """The condition that joins the district's membership of the provider to an offering."""
    of_provider = Membership.provider_id == Offering.provider_id
    return and_(of_provider, Membership.unit_id == (district_id or 0))


def is_member(runs: Subquery) -> ColumnElement[bool]:
    """Whether the joined membership is held when the next run begins; today where none is dated."""
    begins = func.coalesce(runs.c.first_day, clock.today())
    ends_first = and_(Membership.held_until.is_not(None), Membership.held_until < begins)
    return and_(Membership.held, ~ends_first)


def price_of(runs: Subquery) -> ColumnElement[int]:
    """What a place costs, with quote and membership joined; says in SQL what `terms` says."""
    of_members = case((is_member(runs), Offering.member_price_cents))
    return func.coalesce(Quote.price_cents, of_members, Offering.price_cents)


def run_for(district_id: int | SQLColumnExpression[int] | None) -> ColumnElement[bool]:
    """The condition for runs that a district's people may join."""
    return or_(
        Session.unit_id.is_(None),
        Session.unit_id == (0 if district_id is None else district_id),
        Session.unit_id == Offering.unit_id,
    )


def _for_members(
    offering: Offering, membership: Membership | None, *, is_member: bool
) -> dict[str, Any]:
    if membership is None or offering.member_price_cents is None:
        return {}
    if is_member:
        return {"price_cents": offering.member_price_cents, "as_member": True}
    return {} if membership.price_cents is None else {"membership_id": membership.id}


def _quoted(quote: Quote) -> dict[str, Any]:
    own: dict[str, Any] = {
        "travel_cents": quote.travel_cents,
        "cohort_price_cents": quote.cohort_price_cents,
        "cohort_seats": quote.cohort_seats,
    }
    if quote.price_cents is not None:
        own |= {"price_cents": quote.price_cents, "price_source": quote.price_source}
        own |= {"member_price_cents": None, "price_quoted": True}
        own |= {"as_member": False, "membership_id": None}
    if quote.hours is not None:
        own |= {"hours": quote.hours, "hours_source": quote.hours_source, "hours_quoted": True}
    return own


def to_come(district_id: int | None) -> Subquery:
    """First day and seats of the runs still to come, by offering; one without limit lifts it.

    Those that fall in a blackout of the whole district have no seats.
    """
    open_run = ~_blacked_out(district_id)
    unlimited = func.count(case((and_(open_run, Session.seats.is_(None)), 1)))
    total = func.coalesce(func.sum(case((open_run, Session.seats))), 0)
    seats = case((unlimited == 0, total)).label("seats")
    first_day = func.min(case((open_run, Session.starts_on))).label("first_day")
    runs = select(Session.offering_id, seats, first_day).join(Session.offering)
    to_come = runs.where(run_for(district_id), Session.starts_on >= clock.today())
    return to_come.group_by(Session.offering_id).subquery()


def _blacked_out(district_id: int | None) -> ColumnElement[bool]:
    """The condition for runs that a blackout of the whole district bars (see Blackout.bars)."""
    touching = Blackout.unit_id == (district_id or 0)
    touching &= Blackout.starts_on <= Session.ends_on
    touching &= Blackout.ends_on >= Session.starts_on
    away = days_between(Session.starts_on, Session.ends_on) < MOST_DAYS_AWAY
    return and_(away, select(Blackout.id).where(touching).correlate(Session).exists())
