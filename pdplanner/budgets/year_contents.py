"""What stands in a fiscal year: what keeps it from being removed, or its days from being moved."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from pdplanner import clock
from pdplanner.budgets.ledger_queries import CARRIED
from pdplanner.budgets.models import (
    Account,
    ActionKind,
    FiscalYear,
    Fund,
    LedgerAction,
    LedgerEntry,
)
from pdplanner.budgets.queries import school_terms_of
from pdplanner.budgets.signals import in_the_year, outside_days
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Blackout
from pdplanner.web.filters import cents as in_cents
from pdplanner.web.filters import day, plural, span


class Days(NamedTuple):
    """The first and the last day of a year, as they are to be."""

    starts_on: date
    ends_on: date

    def hold(self, some: date) -> bool:
        return self.starts_on <= some <= self.ends_on


def contents_of(year: FiscalYear) -> list[str]:
    """Say what is in a year; nothing for one that may be removed."""
    funds = db.session.scalar(select(func.count(Fund.id)).where(Fund.fiscal_year_id == year.id))
    terms, blackouts = len(school_terms_of(year)), len(_blackouts(year))
    counted = ((funds or 0, "fund"), (terms, "term"), (blackouts, "blackout"))
    own = [plural(number, one) for number, one in counted if number]
    return [*own, *_answers(in_the_year.send(year))]


def outside_of(year: FiscalYear, days: Days) -> list[str]:
    """Name what stands in a year now and would stand outside its new days."""
    return [
        *_carried(year, days),
        *_terms(year, days),
        *_named_blackouts(year, days),
        *_spent_by(year, days),
        *_set_aside(year, days),
        *_answers(outside_days.send(year, days=days)),
    ]


def _answers(sent: Iterable[tuple[object, list[str]]]) -> list[str]:
    return [words for _receiver, found in sent for words in found]


def _carried(year: FiscalYear, days: Days) -> list[str]:
    """Money goes from the last day of a year to the first of the next: neither is moved then."""
    entries = (
        select(func.min(LedgerEntry.cents), func.max(LedgerEntry.cents))
        .join(LedgerEntry.action)
        .join(LedgerEntry.fund)
        .where(Fund.fiscal_year_id == year.id, LedgerEntry.account == Account.AVAILABLE)
        .where(LedgerAction.key.startswith(CARRIED))
    )
    least, most = db.session.execute(entries).one()
    found = []
    if (most or 0) > 0 and days.starts_on != year.starts_on:
        found.append("money that was carried over into it on its first day")
    if (least or 0) < 0 and days.ends_on != year.ends_on:
        found.append("money that was carried over into the next year after its last day")
    return found


def _terms(year: FiscalYear, days: Days) -> list[str]:
    return [
        f"the term {each.name}, {span(each.starts_on, each.ends_on)}"
        for each in school_terms_of(year)
        if not (days.hold(each.starts_on) and days.hold(each.ends_on))
    ]


def _named_blackouts(year: FiscalYear, days: Days) -> list[str]:
    return [
        f"the blackout {each.name}, {span(each.starts_on, each.ends_on)}"
        for each in _blackouts(year)
        if not (days.hold(each.starts_on) and days.hold(each.ends_on))
    ]


def _blackouts(year: FiscalYear) -> list[Blackout]:
    """Those of the district that begin in the year: on its calendar they are changed."""
    of_year = select(Blackout).join(Blackout.unit).where(organization.below(year.unit))
    begins = Blackout.starts_on.between(year.starts_on, year.ends_on)
    return list(db.session.scalars(of_year.where(begins).order_by(Blackout.starts_on)))


def _spent_by(year: FiscalYear, days: Days) -> list[str]:
    """A fund that may be spent after the year, as a grant may, stays as it is."""
    held = Fund.spend_by.between(year.starts_on, year.ends_on)
    return [
        f"the fund {each.named}, to be spent by {day(each.spend_by)}"
        for each in db.session.scalars(_funds(year).where(held))
        if not days.hold(each.spend_by)
    ]


def _set_aside(year: FiscalYear, days: Days) -> list[str]:
    """By fund what was set aside in the year and not given back, paid by now or not.

    A bill may be paid after the year's last day: the day that counts is that of the promise.
    """
    zone = year.unit.time_zone or organization.time_zone_of([year.unit.path])
    old = Days(year.starts_on, year.ends_on)
    found: dict[str, list[tuple[date, int]]] = defaultdict(list)
    names = {each.id: each.named for each in db.session.scalars(_funds(year))}
    for fund_id, cents, at in db.session.execute(_commitments(year)):
        on = clock.day_of(at, zone)
        if old.hold(on) and not days.hold(on):
            found[names[fund_id]].append((on, int(cents)))
    return [
        f"{in_cents(sum(cents for _on, cents in each))} of {name}, set aside"
        f" {span(min(each)[0], max(each)[0])}"
        for name, each in sorted(found.items())
    ]


def _funds(year: FiscalYear) -> Select[Fund]:
    """Those of a year, with the units that tell apart what has one name."""
    funds = select(Fund).where(Fund.fiscal_year_id == year.id).options(joinedload(Fund.unit))
    return funds.order_by(Fund.name, Fund.id)


def _commitments(year: FiscalYear) -> Select[int, int, datetime]:
    """A fund's id, the cents that an item holds of it, and when they were set aside last."""
    held = LedgerEntry.account.in_((Account.ENCUMBERED, Account.SPENT))
    set_aside = func.max(case((LedgerAction.kind == ActionKind.ENCUMBER, LedgerAction.at)))
    return (
        select(Fund.id, func.sum(LedgerEntry.cents), set_aside)
        .join(LedgerEntry.fund)
        .join(LedgerEntry.action)
        .where(Fund.fiscal_year_id == year.id, held)
        .group_by(Fund.id, LedgerAction.item_id)
        .having(func.sum(LedgerEntry.cents) > 0, set_aside.is_not(None))
    )
