"""What people asked for in earlier years and nobody funded, with its age."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_

from pdplanner.budgets.models import FiscalYear
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below
from pdplanner.plans.unfunded.asks import Pair, asks_below, asks_of, need_before
from pdplanner.plans.unfunded.terms import closing, today


@dataclass(frozen=True, kw_only=True)
class Unfunded:
    """A need of earlier years: the person, the offering, and the year of the first of the asks.

    `years` have passed since then; `cents` are fee and travel today, None where the offering
    cannot be planned: `lacks` says why. `points` are what it still closes for the person, by
    itself: none where nobody has said yet what it teaches.
    """

    person_id: int
    name: str
    offering_id: int
    title: str
    since: str
    years: int
    points: int
    cents: int | None
    lacks: str

    @property
    def pair(self) -> Pair:
        return self.person_id, self.offering_id


def unfunded_in(
    unit: Unit, fiscal_year: FiscalYear, *, of: Collection[int] | None = None
) -> list[Unfunded]:
    """Return the needs of a unit's active people, or of some of them, the oldest first.

    A need is over once the person has the offering, or has it in this year's plan (a team plan's
    proposal that waits for their yes does not count: the next plan may take it back), or said no to
    it since. One that closes no gap stands too: what no catalog has says at first of no indicator
    that it teaches it.
    """
    if of is None:
        asks = asks_below(unit, fiscal_year)
    else:
        asks = asks_of(and_(below(unit), Person.active, Person.id.in_(of)), fiscal_year)
    first = {pair: need_before(found, fiscal_year) for pair, found in asks.items()}
    standing = {pair: year for pair, year in first.items() if year is not None}
    if not standing:
        return []
    points = closing(unit, fiscal_year, standing)
    offered = today(fiscal_year, {offering_id for _, offering_id in standing})
    found = [
        Unfunded(
            person_id=pair[0],
            name=asks[pair][0].name,
            offering_id=pair[1],
            title=asks[pair][0].title,
            since=year.title,
            years=fiscal_year.starts_on.year - year.starts_on.year,
            points=points[pair],
            cents=offered[pair[1]].cents,
            lacks=offered[pair[1]].lacks,
        )
        for pair, year in standing.items()
    ]
    return sorted(
        found, key=lambda each: (-each.years, each.name.casefold(), each.title, each.pair)
    )
