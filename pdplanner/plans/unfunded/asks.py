"""What people asked for, year by year, and whether anybody funded it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    or_,
    select,
    tuple_,
)

from pdplanner.assessments.rated_targets import PATH
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Offering, Provider
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.items.commitments import is_committed
from pdplanner.plans.items.proposal_answers import is_declined
from pdplanner.plans.models import PLANNED_STATES, LearningPlan, PlanItem, State

Pair = tuple[int, int]
"""Person and offering id."""

YEAR, STARTS = "year", "starts"


class Ask(NamedTuple):
    """An item of a person and offering, in one year; `active` says whether they still work here.

    `unmet`: neither funded nor taken back by the person. `refused`: the person said no, or took it
    back. `committed`: done, funded, or chosen and accepted this year. None of them is a proposal
    that a team plan withdrew.
    """

    name: str
    title: str
    unit: str
    provider: str
    active: bool
    year: FiscalYear
    state: str
    cents: int
    unmet: bool
    refused: bool
    committed: bool


def asks_of(
    whose: ColumnElement[bool], fiscal_year: FiscalYear, *, of_year_too: bool = False
) -> dict[Pair, list[Ask]]:
    """Return every item up to a year of the pairs that have a need in an earlier one.

    With `of_year_too`, of those that have one in the year itself too. `whose` is a condition on
    Person and Unit; the older item of a pair comes first.
    """
    return _read(_asks(whose, of_year_too=of_year_too), fiscal_year)


def asks_below(unit: Unit, fiscal_year: FiscalYear) -> dict[Pair, list[Ask]]:
    """Return what `asks_of` says of the active people of a unit."""
    return _read(_asks_below(), fiscal_year, **{PATH: unit.path})


def _read(rows: Select[*tuple[Any, ...]], of: FiscalYear, **values: Any) -> dict[Pair, list[Ask]]:
    asks: dict[Pair, list[Ask]] = defaultdict(list)
    for person_id, offering_id, *ask in db.session.execute(
        rows, {YEAR: of.id, STARTS: of.starts_on, **values}
    ):
        asks[person_id, offering_id].append(Ask(*ask))
    return asks


# Built once: a team's page needs it, and building it takes longer than asking it.
@cache
def _asks_below() -> Select[*tuple[Any, ...]]:
    below = Unit.path.startswith(bindparam(PATH, type_=String))
    return _asks(and_(below, Person.active), of_year_too=False)


def _asks(whose: ColumnElement[bool], *, of_year_too: bool) -> Select[*tuple[Any, ...]]:
    pair = LearningPlan.person_id, PlanItem.offering_id
    starts = bindparam(STARTS, type_=Date)
    so_far = FiscalYear.starts_on <= starts
    needed = _of_people(select(*pair), whose).where(
        so_far if of_year_too else FiscalYear.starts_on < starts, is_unmet()
    )
    rows = _of_people(
        select(
            *pair, Person.name, Offering.title, Unit.name, Provider.name, Person.active,
            FiscalYear, PlanItem.state, PlanItem.price_cents,
            is_unmet(), _is_refused(), is_committed(bindparam(YEAR, type_=Integer)),
        ),
        whose,
    )  # fmt: skip
    rows = rows.join(Offering, Offering.id == PlanItem.offering_id).join(Offering.provider)
    return rows.where(so_far, tuple_(*pair).in_(needed.correlate(None))).order_by(PlanItem.id)


def need_before(asks: Sequence[Ask], now: FiscalYear) -> FiscalYear | None:
    """The year since which a need of years before has stood; None where there is none any more."""
    unmet = [ask.year for ask in asks if ask.unmet and ask.year.starts_on < now.starts_on]
    if any(ask.committed for ask in asks) or not unmet:
        return None
    newest = max(year.starts_on for year in unmet)
    if any(ask.refused and ask.year.starts_on > newest for ask in asks):
        return None
    return began(unmet)


def began(unmet: Iterable[FiscalYear]) -> FiscalYear:
    """The first of the unbroken row of years that ends with the newest one."""
    years = {year.starts_on: year for year in unmet}
    days = sorted(years, reverse=True)
    first = days[0]
    for later, earlier in pairwise(days):
        if later.year - earlier.year > 1:
            break
        first = earlier
    return years[first]


def is_unmet() -> ColumnElement[bool]:
    """Asked for and not funded: left where it was, or turned down by somebody else."""
    return or_(PlanItem.state.in_(PLANNED_STATES), is_turned_down())


def is_turned_down() -> ColumnElement[bool]:
    """By somebody else than the person."""
    return and_(PlanItem.state == State.DECLINED, PlanItem.accepted_at.is_not(None))


def _is_refused() -> ColumnElement[bool]:
    """The person's own no; what a team plan withdraws nobody had accepted."""
    taken_back = and_(PlanItem.state == State.CANCELLED, PlanItem.accepted_at.is_not(None))
    return or_(is_declined(), taken_back)


def _of_people(
    rows: Select[*tuple[Any, ...]], whose: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    rows = rows.select_from(PlanItem).join(PlanItem.plan).join(LearningPlan.fiscal_year)
    return rows.join(LearningPlan.person).join(Person.unit).where(whose)
