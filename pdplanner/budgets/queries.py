from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Protocol

from sqlalchemy import Date, Integer, Select, String, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from pdplanner import clock
from pdplanner.budgets.models import (
    FiscalYear,
    Fund,
    FundArea,
    FundJobRole,
    FundProvider,
    FundUnit,
    PurchasingThreshold,
    SchoolTerm,
    Vendor,
)
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.organization.queries import time_zone_of


class Identified(Protocol):
    @property
    def id(self) -> int: ...


def fiscal_year_of(district: Identified, *, on: date) -> FiscalYear | None:
    """Return the district's fiscal year that a day falls into, or None where none is set up."""
    return db.session.scalar(_fiscal_year(), {"district": district.id, "day": on})


def has_ended(year: FiscalYear) -> bool:
    """Whether the last day of a year is over where its district is, whoever asks from where."""
    return year.ends_on < today_in(year)


def today_in(year: FiscalYear) -> date:
    """Return the day that it is where a year's district is."""
    with clock.in_zone(year.unit.time_zone or time_zone_of([year.unit.path])):
        return clock.today()


def newest_year(district: Identified) -> FiscalYear | None:
    """Return the fiscal year of a district that ends last."""
    years = select(FiscalYear).where(FiscalYear.unit_id == district.id)
    return db.session.scalars(years.order_by(FiscalYear.ends_on.desc()).limit(1)).first()


def years_of(district: Identified) -> Sequence[FiscalYear]:
    """Return the fiscal years of a district, the newest first."""
    years = select(FiscalYear).where(FiscalYear.unit_id == district.id)
    return db.session.scalars(years.order_by(FiscalYear.starts_on.desc())).all()


def school_terms_of(fiscal_year: FiscalYear) -> Sequence[SchoolTerm]:
    """Return the terms of a fiscal year, the first one first."""
    terms = select(SchoolTerm).where(SchoolTerm.fiscal_year_id == fiscal_year.id)
    return db.session.scalars(terms.order_by(SchoolTerm.starts_on)).all()


def funds_of(unit: Unit, fiscal_year: FiscalYear, *, with_rules: bool = True) -> Sequence[Fund]:
    """Return the funds of a unit, of the units above it in its district, and of those below.

    The money that ends first comes first. The unit is loaded; so are the rules, unless they are
    not wanted.
    """
    lineage, district_id = unit.lineage, fiscal_year.unit_id
    inside = lineage[lineage.index(district_id) :] if district_id in lineage else (unit.id,)
    values = {"year": fiscal_year.id, "above": list(inside), "path": unit.path}
    return db.session.scalars(_funds(with_rules), values).all()


def funds_of_years(fiscal_year_ids: Collection[int]) -> Sequence[Fund]:
    """Return all funds of some years with their rules, the money that ends first first."""
    funds = select(Fund).join(Fund.unit).where(Fund.fiscal_year_id.in_(fiscal_year_ids))
    return db.session.scalars(_with_rules(funds.options(contains_eager(Fund.unit)))).all()


def thresholds_of(district_ids: Collection[int]) -> dict[int, list[PurchasingThreshold]]:
    """Return the purchasing thresholds by district id, the lowest first."""
    wanted = select(PurchasingThreshold).where(PurchasingThreshold.unit_id.in_(district_ids))
    found: dict[int, list[PurchasingThreshold]] = {}
    for each in db.session.scalars(wanted.order_by(PurchasingThreshold.above_cents)):
        found.setdefault(each.unit_id, []).append(each)
    return found


def vendors_of(district: Identified) -> Sequence[Vendor]:
    """Return a district's vendors by name."""
    vendors = select(Vendor).where(Vendor.unit_id == district.id)
    return db.session.scalars(vendors.order_by(func.lower(Vendor.name), Vendor.id)).all()


@cache
def _fiscal_year() -> Select[FiscalYear]:
    """Built once, like the next: most pages of a unit ask for both."""
    day = bindparam("day", type_=Date)
    covering = select(FiscalYear).where(
        FiscalYear.unit_id == bindparam("district", type_=Integer),
        FiscalYear.starts_on <= day,
        FiscalYear.ends_on >= day,
    )
    return covering.order_by(FiscalYear.starts_on.desc()).limit(1)


@cache
def _funds(with_rules: bool) -> Select[Fund]:
    """Of the units at, below, or (from the year's district down) above a unit."""
    above = Unit.id.in_(bindparam("above", expanding=True))
    below = Unit.path.startswith(bindparam("path", type_=String))
    reaching = (
        select(Fund)
        .join(Fund.unit)
        .where(Fund.fiscal_year_id == bindparam("year", type_=Integer), or_(above, below))
        .options(contains_eager(Fund.unit))
    )
    return _with_rules(reaching) if with_rules else _soonest_first(reaching)


def _with_rules(funds: Select[Fund]) -> Select[Fund]:
    return _soonest_first(funds).options(
        selectinload(Fund.areas).joinedload(FundArea.area),
        selectinload(Fund.refused_formats),
        selectinload(Fund.providers).joinedload(FundProvider.provider),
        selectinload(Fund.units).joinedload(FundUnit.unit),
        selectinload(Fund.job_roles).joinedload(FundJobRole.job_role),
    )


def _soonest_first(funds: Select[Fund]) -> Select[Fund]:
    return funds.order_by(Fund.spend_by, Fund.name, Fund.id)
