"""What was asked for and not funded: in a year, and in years before where it still stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, or_

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.plans.items.proposal_answers import is_superseded
from pdplanner.plans.models import State
from pdplanner.plans.unfunded.asks import Ask, asks_of, began, is_turned_down, is_unmet, need_before
from pdplanner.reports.figures.queries import PER_PAGE
from pdplanner.reports.figures.scope import Scope
from pdplanner.web.paging import Paging, paging


class Need(NamedTuple):
    """`cents` is what it was to cost when it was last asked for, in `asked_in`: the year that is
    looked at, where it is `of_year`. `since` is the first of the years in a row in which it was
    asked for, `years` before.
    """

    person: str
    unit: str
    offering: str
    provider: str
    turned_down: bool
    of_year: bool
    asked_in: str
    since: str
    years: int
    cents: int


@dataclass(frozen=True)
class UnfundedPage:
    scope: Scope
    of_year: int
    """What was asked for in the year itself comes to: its figure beside the other years."""
    before: int
    needs: Sequence[Need]
    paging: Paging


def unfunded_page(scope: Scope, *, number: str | None) -> UnfundedPage:
    needs = needs_of(scope)
    page = paging(number, size=PER_PAGE, count=len(needs))
    own = sum(need.cents for need in needs if need.of_year)
    return UnfundedPage(
        scope=scope,
        of_year=own,
        before=sum(need.cents for need in needs) - own,
        needs=needs[page.offset : page.offset + page.size],
        paging=page,
    )


def not_funded() -> ColumnElement[bool]:
    """The condition on an item and its year that nobody funded it, nor will.

    While the year runs that is what was turned down alone: the rest is still planned.
    """
    over = or_(FiscalYear.closed_at.is_not(None), FiscalYear.ends_on < clock.today())
    return and_(case((over, is_unmet()), else_=is_turned_down()), ~is_superseded())


def needs_of(scope: Scope) -> list[Need]:
    """Return the needs of a year, the oldest first; of who left, those of the year itself."""
    asks_of_pairs = asks_of(scope.people, scope.year, of_year_too=True).values()
    found = (_need(asks, scope) for asks in asks_of_pairs)
    needs = [need for need in found if need is not None]
    return sorted(needs, key=lambda each: (-each.years, each.person.casefold(), each.offering))


def _need(asks: Sequence[Ask], scope: Scope) -> Need | None:
    year = scope.year
    now = [ask for ask in asks if ask.year.id == year.id and ask.state != State.CANCELLED]
    if now and now[-1].unmet and (scope.over or now[-1].state == State.DECLINED):
        return _told(now[-1], began(ask.year for ask in asks if ask.unmet), year)
    since = need_before(asks, year) if asks[-1].active else None
    if since is None:
        return None
    return _told([ask for ask in asks if ask.unmet and ask.year.id != year.id][-1], since, year)


def _told(ask: Ask, since: FiscalYear, now: FiscalYear) -> Need:
    years = now.starts_on.year - since.starts_on.year
    return Need(
        ask.name, ask.unit, ask.title, ask.provider, ask.state == State.DECLINED,
        ask.year.id == now.id, ask.year.title, since.title, years, ask.cents,
    )  # fmt: skip
