"""What the pages of a unit's team plan have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, or_, select

from pdplanner import clock
from pdplanner.budgets import queries as budgets
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.catalog.models import Offering
from pdplanner.catalog.queries.offerings import has_its_mentor, offered_to
from pdplanner.extensions import db
from pdplanner.organization.models import Unit, UnitKind
from pdplanner.plans import scenario_queries
from pdplanner.plans.commitments import Asked, asked_of
from pdplanner.plans.models import Scenario


class UnitLine(NamedTuple):
    """A unit as lists and breadcrumbs show it."""

    id: int
    name: str
    path: str
    kind: str


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
    lineage, units = _around(unit)
    districts = [each for each in lineage if each.kind == UnitKind.DISTRICT]
    district = districts[-1] if districts else None
    if fiscal_year is None and district is not None:
        fiscal_year = budgets.fiscal_year_of(district, on=clock.today())
    funds: Sequence[Fund] = ()
    scenarios: Sequence[Scenario] = ()
    if fiscal_year is not None:
        funds = budgets.funds_of(unit, fiscal_year, with_rules=scenario is not None)
        scenarios = scenario_queries.scenarios_of(unit, fiscal_year, user_id=user_id)
    asked = _asked(unit, funds)
    return TeamPage(
        unit=unit,
        units=units,
        above=_reached(lineage[:-1], paths),
        district=district,
        fiscal_year=fiscal_year,
        funds=funds,
        free=_free(funds, asked),
        replaced={fund_id: each.replaced for fund_id, each in asked.items() if each.replaced},
        scenarios=scenarios,
    )


def free_of(unit: Unit, funds: Sequence[Fund]) -> dict[int, int]:
    return _free(funds, _asked(unit, funds))


def _asked(unit: Unit, funds: Sequence[Fund]) -> dict[int, Asked]:
    return asked_of(unit, funds) if funds else {}


def _free(funds: Sequence[Fund], asked: Mapping[int, Asked]) -> dict[int, int]:
    beside = {fund_id: each.beside for fund_id, each in asked.items()}
    return {fund.id: fund.available_cents - beside.get(fund.id, 0) for fund in funds}


def districts_below(unit: Unit) -> Sequence[Unit]:
    """Return the districts of a state, by name."""
    districts = select(Unit).where(
        Unit.path.startswith(unit.path, autoescape=True),
        Unit.kind == UnitKind.DISTRICT,
        Unit.active,
    )
    return db.session.scalars(districts.order_by(Unit.name, Unit.id)).all()


def units_at(paths: Sequence[str]) -> Sequence[Unit]:
    """Return the active units with these paths, by name."""
    units = select(Unit).where(Unit.path.in_(paths), Unit.active)
    return db.session.scalars(units.order_by(Unit.name, Unit.id)).all()


def lineage_within(unit: Unit, paths: Sequence[str]) -> list[UnitLine]:
    """Return the units above one that the paths reach, the highest first."""
    return _reached(_around(unit)[0][:-1], paths)


def _around(unit: Unit) -> tuple[list[UnitLine], list[UnitLine]]:
    """The units from the root to the unit, and those of its subtree, parents first."""
    below = Unit.path.startswith(unit.path, autoescape=True)
    rows = select(Unit.id, Unit.name, Unit.path, Unit.kind).where(
        or_(Unit.id.in_(unit.lineage), below)
    )
    found = [UnitLine(*row) for row in db.session.execute(rows).all()]
    found.sort(key=lambda each: [int(one) for one in each.path.split("/") if one])
    depth = len(unit.lineage)
    return found[:depth], found[depth - 1 :]


def _reached(units: Sequence[UnitLine], paths: Sequence[str]) -> list[UnitLine]:
    return [unit for unit in units if any(unit.path.startswith(path) for path in paths)]


def offered(unit: Unit) -> list[Offered]:
    """Return what is offered to a unit, by title."""
    rows = select(Offering.id, Offering.title)
    rows = rows.where(Offering.active, offered_to(unit.path), has_its_mentor())
    rows = rows.order_by(func.lower(Offering.title), Offering.id)
    return [Offered(*row) for row in db.session.execute(rows).all()]
