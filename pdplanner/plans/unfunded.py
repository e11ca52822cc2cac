"""What people asked for in earlier years and nobody funded, with its age."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_

from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below
from pdplanner.plans.answers import is_declined
from pdplanner.plans.commitments import is_committed
from pdplanner.plans.models import PLANNED_STATES, LearningPlan, PlanItem, State
from pdplanner.plans.unfunded_terms import closing, today

Pair = tuple[int, int]
"""Person and offering id."""


@dataclass(frozen=True, kw_only=True)
class Unfunded:
    """A need of earlier years: the person, the offering, and the year of the first of the asks.

    `years` have passed since then; `cents` are fee and travel today, None where the offering
    cannot be planned. `points` are what it still closes for the person, by itself.
    """

    person_id: int
    name: str
    offering_id: int
    title: str
    since: str
    years: int
    points: int
    cents: int | None

    @property
    def pair(self) -> Pair:
        return self.person_id, self.offering_id


class Ask(NamedTuple):
    """An item of a person and offering, in one year.

    `unmet`: neither funded nor taken back by the person. `refused`: the person said no, or took it
    back. `committed`: done, funded, or chosen and accepted this year. None of them is a proposal
    that a team plan withdrew.
    """

    name: str
    title: str
    year: FiscalYear
    unmet: bool
    refused: bool
    committed: bool


def unfunded_in(
    unit: Unit, fiscal_year: FiscalYear, *, of: Collection[int] | None = None
) -> list[Unfunded]:
    """Return the needs of a unit's active people, or of some of them, the oldest first.

    A need is over once the person has the offering, or has it in this year's plan (a team plan's
    proposal that waits for their yes does not count: the next plan may take it back), said no to it
    since, or has nothing left that it closes.
    """
    asks = _asks(unit, fiscal_year, of)
    first = {pair: _first_of(found, fiscal_year) for pair, found in asks.items()}
    standing = {pair: year for pair, year in first.items() if year is not None}
    if not standing:
        return []
    points = closing(unit, fiscal_year, standing)
    cents = today(fiscal_year, {offering_id for _, offering_id in standing})
    found = [
        Unfunded(
            person_id=pair[0],
            name=asks[pair][0].name,
            offering_id=pair[1],
            title=asks[pair][0].title,
            since=year.title,
            years=fiscal_year.starts_on.year - year.starts_on.year,
            points=points[pair],
            cents=cents.get(pair[1]),
        )
        for pair, year in standing.items()
        if points[pair]
    ]
    return sorted(
        found, key=lambda each: (-each.years, each.name.casefold(), each.title, each.pair)
    )


def _first_of(asks: Sequence[Ask], now: FiscalYear) -> FiscalYear | None:
    """The year in which the unbroken row of needs began; None where there is none any more."""
    before = [ask for ask in asks if ask.year.starts_on < now.starts_on]
    unmet = {ask.year.starts_on: ask.year for ask in before if ask.unmet}
    if any(ask.committed for ask in asks) or not unmet:
        return None
    newest = max(unmet)
    if any(ask.refused and ask.year.starts_on > newest for ask in asks):
        return None
    days = sorted(unmet, reverse=True)
    first = newest
    for later, earlier in pairwise(days):
        if later.year - earlier.year > 1:
            break
        first = earlier
    return unmet[first]


def _asks(unit: Unit, fiscal_year: FiscalYear, of: Collection[int] | None) -> dict[Pair, list[Ask]]:
    """Every item up to this year of the pairs that have a need in an earlier one."""
    pair = LearningPlan.person_id, PlanItem.offering_id
    earlier = FiscalYear.starts_on < fiscal_year.starts_on
    needed = _of_people(select(*pair), unit, of).where(earlier, _is_unmet())
    rows = _of_people(
        select(
            *pair, Person.name, Offering.title, FiscalYear,
            _is_unmet(), _is_refused(), is_committed(fiscal_year.id),
        ),
        unit, of,
    )  # fmt: skip
    rows = rows.join(Offering, Offering.id == PlanItem.offering_id)
    rows = rows.where(FiscalYear.starts_on <= fiscal_year.starts_on)
    rows = rows.where(tuple_(*pair).in_(needed.correlate(None))).order_by(PlanItem.id)
    asks: dict[Pair, list[Ask]] = defaultdict(list)
    for person_id, offering_id, *ask in db.session.execute(rows):
        asks[person_id, offering_id].append(Ask(*ask))
    return asks


def _of_people(
    rows: Select[*tuple[Any, ...]], unit: Unit, of: Collection[int] | None
) -> Select[*tuple[Any, ...]]:
    rows = rows.select_from(PlanItem).join(PlanItem.plan).join(LearningPlan.fiscal_year)
    rows = rows.join(LearningPlan.person).join(Person.unit).where(below(unit), Person.active)
    return rows if of is None else rows.where(Person.id.in_(of))


def _is_unmet() -> ColumnElement[bool]:
    """Asked for and not funded: left where it was, or turned down by somebody else."""
    turned_down = and_(PlanItem.state == State.DECLINED, PlanItem.accepted_at.is_not(None))
    return or_(PlanItem.state.in_(PLANNED_STATES), turned_down)


def _is_refused() -> ColumnElement[bool]:
    """The person's own no; what a team plan withdraws nobody had accepted."""
    taken_back = and_(PlanItem.state == State.CANCELLED, PlanItem.accepted_at.is_not(None))
    return or_(is_declined(), taken_back)
