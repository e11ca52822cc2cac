"""The fiscal year that a person plans in, and the plans that they have."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, Select, String, bindparam, func, select
from sqlalchemy.orm import joinedload

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.items.mentoring import hours_given_by
from pdplanner.plans.models import ItemPayment, LearningPlan, PlanItem

PATH, TODAY, PERSON = "path", "today", "person"


def running_year(unit: Unit) -> FiscalYear | None:
    """Return the fiscal year that today lies in, of the nearest district that has one."""
    asked = {PATH: unit.path, TODAY: clock.today()}
    return db.session.scalars(_nearest(select(FiscalYear)), asked).first()


class Year(NamedTuple):
    """The running fiscal year of the nearest district, the person's plans, hours they mentor."""

    running: FiscalYear | None
    plans: list[LearningPlan]
    given: float


def year_of(person: Person) -> Year:
    """Return the person's year, in one query."""
    asked = {PATH: person.unit.path, TODAY: clock.today(), PERSON: person.id}
    rows = db.session.execute(_years_and_plans(), asked).unique().all()
    if not rows:
        return Year(None, [], 0)
    nearest, _, given = rows[0]
    plans = [plan for year, plan, _ in rows if year is nearest and plan is not None]
    return Year(nearest, plans, float(given))


@cache
def _years_and_plans() -> Select[FiscalYear, LearningPlan, float]:
    """Built once: so many eager loads take longer to write down than to run."""
    items = joinedload(LearningPlan.items)
    offering = items.joinedload(PlanItem.offering)
    person = bindparam(PERSON, type_=Integer)
    given = hours_given_by(person, FiscalYear.id)
    years = select(FiscalYear, LearningPlan, given)
    years = years.outerjoin(LearningPlan, LearningPlan.person_id == person)
    return _nearest(years).options(
        offering.joinedload(Offering.provider),
        offering.joinedload(Offering.mentor),
        offering.joinedload(Offering.tags),
        offering.joinedload(Offering.requires),
        items.joinedload(PlanItem.proposed_by),
        items.joinedload(PlanItem.payments).joinedload(ItemPayment.fund),
    )


def _nearest(years: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Those that run today at the unit of the path or above it, the nearest first."""
    running = years.join(FiscalYear.unit).where(*_running())
    return running.order_by(func.length(Unit.path).desc(), FiscalYear.starts_on.desc())


def _running() -> tuple[ColumnElement[bool], ...]:
    today = bindparam(TODAY, type_=Date)
    above = bindparam(PATH, type_=String).startswith(Unit.path)
    return above, FiscalYear.starts_on <= today, FiscalYear.ends_on >= today
