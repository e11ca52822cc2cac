"""Whose money a report is about: a district, one of its fiscal years, and the units in reach."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import ColumnElement, and_, or_, select

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.extensions import db
from pdplanner.organization.models import Unit, UnitKind
from pdplanner.organization.queries import time_zone_of


@dataclass(frozen=True)
class Scope:
    """`paths` are the units at and below which the reader may see people's plans.

    Funds above these pay for them too: they are in sight, unless only the units' own are wanted.
    """

    district: Unit
    year: FiscalYear
    paths: tuple[str, ...]
    own_funds: bool = False

    @cached_property
    def today(self) -> date:
        """The present day where the district is, whoever reads from where."""
        with clock.in_zone(self.district.time_zone or time_zone_of([self.district.path])):
            return clock.today()

    @property
    def over(self) -> bool:
        """Whether nothing of the year can be approved any more: it is closed, or has ended."""
        return self.year.closed_at is not None or self.year.ends_on < self.today

    @property
    def units_note(self) -> str:
        """Said beside figures by unit once the year is over: nothing keeps the units of then."""
        return "Units are those in which people are today." if self.over else ""

    @property
    def unit_head(self) -> str:
        """The head of a column of units in a file."""
        return unit_head(over=self.over)

    @property
    def people(self) -> ColumnElement[bool]:
        """The condition for units whose people's lines are shown."""
        return and_(_below(self.district.path), or_(*map(_below, self.paths)))

    @property
    def funds(self) -> ColumnElement[bool]:
        """The condition for funds: those in reach, and those above that pay for the reach too."""
        own = or_(*map(_below, self.paths))
        reach = own if self.own_funds else funds_within(self.paths)
        return and_(Fund.fiscal_year_id == self.year.id, reach)


@dataclass(frozen=True)
class Choice:
    """The districts in reach, and the years of the one that is looked at, the newest first."""

    districts: Sequence[Unit]
    district: Unit | None
    years: Sequence[FiscalYear]


def choice_of(paths: Collection[str], *, district_id: int | None) -> Choice:
    """Return what the reader may look at; the first district where none or another is asked."""
    above = {unit_id for path in paths for unit_id in _lineage(path)}
    in_reach = or_(Unit.id.in_(above), *map(_below, paths))
    districts = db.session.scalars(
        select(Unit).where(Unit.kind == UnitKind.DISTRICT, in_reach).order_by(Unit.name, Unit.id)
    ).all()
    by_id = {district.id: district for district in districts}
    district = by_id.get(district_id or 0) or next(iter(districts), None)
    if district is None:
        return Choice(districts, None, ())
    years = select(FiscalYear).where(FiscalYear.unit_id == district.id)
    newest = years.order_by(FiscalYear.starts_on.desc())
    return Choice(districts, district, db.session.scalars(newest).all())


def funds_within(paths: Collection[str]) -> ColumnElement[bool]:
    """The condition on Fund and Unit for what a budget names: funds of units in reach, and above.

    It sees funds of every year.
    """
    above = {unit_id for path in paths for unit_id in _lineage(path)}
    return or_(Fund.unit_id.in_(above), *map(_below, paths))


def unit_head(*, over: bool) -> str:
    """Return the head of a column of units: once a year is over, nothing keeps those of then."""
    return "Unit today" if over else "Unit"


def unit_named(paths: tuple[str, ...], district: Unit) -> str:
    """Name what the report covers: the one unit in reach, or the district."""
    if len(paths) != 1 or district.path.startswith(paths[0]):
        return district.name
    return db.session.scalars(select(Unit.name).where(Unit.path == paths[0])).one()


def _below(path: str) -> ColumnElement[bool]:
    return Unit.path.startswith(path, autoescape=True)


def _lineage(path: str) -> list[int]:
    return [int(each) for each in path.split("/") if each]
