from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from pdplanner.budgets.models import FiscalYear, Fund, FundArea
from pdplanner.extensions import db
from pdplanner.organization.models import Unit


class Identified(Protocol):
    @property
    def id(self) -> int: ...


def fiscal_year_of(district: Identified, *, on: date) -> FiscalYear | None:
    """Return the district's fiscal year that a day falls into, or None where none is set up."""
    covering = select(FiscalYear).where(
        FiscalYear.unit_id == district.id, FiscalYear.starts_on <= on, FiscalYear.ends_on >= on
    )
    return db.session.scalar(covering.order_by(FiscalYear.starts_on.desc()).limit(1))


def funds_of(unit: Unit, fiscal_year: FiscalYear, *, with_rules: bool = True) -> Sequence[Fund]:
    """Return the funds of a unit, of the units above it in its district, and of those below.

    The money that ends first comes first. The unit is loaded; so are areas and refused formats,
    unless they are not wanted.
    """
    reaching = (
        select(Fund)
        .join(Fund.unit)
        .where(Fund.fiscal_year_id == fiscal_year.id, _on_the_line_of(unit, fiscal_year))
        .options(contains_eager(Fund.unit))
    )
    if with_rules:
        areas = selectinload(Fund.areas).joinedload(FundArea.area)
        reaching = reaching.options(areas, selectinload(Fund.refused_formats))
    return db.session.scalars(reaching.order_by(Fund.spend_by, Fund.name, Fund.id)).all()


def _on_the_line_of(unit: Unit, fiscal_year: FiscalYear) -> ColumnElement[bool]:
    """The condition for units at, below, or (from the year's district down) above a unit."""
    lineage = unit.lineage
    district_id = fiscal_year.unit_id
    inside = lineage[lineage.index(district_id) :] if district_id in lineage else (unit.id,)
    return or_(Unit.id.in_(inside), Unit.path.startswith(unit.path, autoescape=True))
