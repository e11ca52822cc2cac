"""The fiscal year that a person plans in, and the plans that they have."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, bindparam, func, select
from sqlalchemy.orm import joinedload

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import ItemPayment, LearningPlan, PlanItem

PATH, TODAY, PERSON = "path", "today", "person"


def running_year(unit: Unit) -> FiscalYear | None:
    """Return the fiscal year that today lies in, of the nearest district that has one."""
    asked = {PATH: unit.path, TODAY: clock.today()}
    return db.session.scalars(_nearest(select(FiscalYear)), asked).first()


def year_and_plans(person: Person) -> tuple[FiscalYear | None, list[LearningPlan]]:
    """One query: the running fiscal year of the nearest district, and the person's plans."""
    asked = {PATH: person.unit.path, TODAY: clock.today(), PERSON: person.id}
    rows = db.session.execute(_years_and_plans(), asked).unique().all()
    if not rows:
        return None, []
    nearest = rows[0][0]
    return nearest, [plan for year, plan in rows if year is nearest and plan is not None]


@cache
def _years_and_plans() -> Select[FiscalYear, LearningPlan]:
    """Built once: so many eager loads take longer to write down than to run."""
    items = joinedload(LearningPlan.items)
    offering = items.joinedload(PlanItem.offering)
    of_person = LearningPlan.person_id == bindparam(PERSON)
    return _nearest(select(FiscalYear, LearningPlan).outerjoin(LearningPlan, of_person)).options(
        offering.joinedload(Offering.provider),
        offering.joinedload(Offering.tags),
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
