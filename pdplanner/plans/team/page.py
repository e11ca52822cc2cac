"""What the pages of a unit's team plan have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from pdplanner import clock
from pdplanner.budgets import queries as budgets
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.catalog.models import Offering
from pdplanner.catalog.queries.offerings import has_its_mentor, offered_to
from pdplanner.extensions import db
from pdplanner.organization.models import Unit, UnitKind
from pdplanner.organization.queries.lineages import UnitLine, around, reached
from pdplanner.plans.items.commitments import asked_of, free_beside
from pdplanner.plans.models import Scenario
from pdplanner.plans.scenarios import queries as scenario_queries


class Offered(NamedTuple):
    id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    """A unit with its district and year; without either, no plan can be made for it.

    `units` are those of its subtree, itself first; `above` those over it that the director
    reaches, the highest first.

    `free` are the cents by fund that a plan of the unit may use: available, and not asked for by
    items that stay beside it. `replaced` are those of them, by fund, that proposals ask for which
    nobody has answered: a new plan takes these back.

    `latest` is the scenario that the settings start from: the director's draft, else the adopted
    one, else the newest.
    """

    unit: Unit
    units: Sequence[UnitLine]
    above: Sequence[UnitLine]
    district: UnitLine | None
    fiscal_year: FiscalYear | None
    funds: Sequence[Fund]
    free: Mapping[int, int]
    replaced: Mapping[int, int]
    scenarios: Sequence[Scenario]

    @property
    def latest(self) -> Scenario | None:
        return self.draft or self.adopted or next(iter(self.scenarios), None)

    @property
    def draft(self) -> Scenario | None:
        """The director's own, of which there is one for each unit and year."""
        return next((each for each in self.scenarios if not each.saved), None)

    @property
    def adopted(self) -> Scenario | None:
        adopted = [each for each in self.scenarios if each.adopted_at is not None]
        return max(adopted, key=lambda each: each.adopted_at or clock.now(), default=None)


def team_page(
    unit: Unit, *, user_id: int, paths: Sequence[str], scenario: Scenario | None = None
) -> TeamPage:
    """Return what the unit's pages show: of the year of a scenario, or of the present one.

    `paths` are those that the director's grants reach.
    """
    fiscal_year = scenario.fiscal_year if scenario else None
    lineage, units = around(unit)
    districts = [each for each in lineage if each.kind == UnitKind.DISTRICT]
    district = districts[-1] if districts else None
    if fiscal_year is None and district is not None:
        fiscal_year = budgets.fiscal_year_of(district, on=clock.today())
    funds: Sequence[Fund] = ()
    scenarios: Sequence[Scenario] = ()
    if fiscal_year is not None:
        funds = budgets.funds_of(unit, fiscal_year, with_rules=scenario is not None)
        scenarios = scenario_queries.scenarios_of(unit, fiscal_year, user_id=user_id)
    asked = asked_of(unit, funds)
    return TeamPage(
        unit=unit,
        units=units,
        above=reached(lineage[:-1], paths),
        district=district,
        fiscal_year=fiscal_year,
        funds=funds,
        free=free_beside(asked, funds),
        replaced={fund_id: each.replaced for fund_id, each in asked.items() if each.replaced},
        scenarios=scenarios,
    )


def offered(unit: Unit) -> list[Offered]:
    """Return what is offered to a unit, by title."""
    rows = select(Offering.id, Offering.title)
    rows = rows.where(Offering.active, offered_to(unit.path), has_its_mentor())
    rows = rows.order_by(func.lower(Offering.title), Offering.id)
    return [Offered(*row) for row in db.session.execute(rows).all()]
