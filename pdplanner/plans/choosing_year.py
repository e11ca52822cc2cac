"""The fiscal year that a person plans in, and the plans that they have."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import LearningPlan, PlanItem


def running_year(unit: Unit) -> FiscalYear | None:
    """Return the fiscal year that today lies in, of the nearest district that has one."""
    years = select(FiscalYear).join(FiscalYear.unit).where(*_running_for(unit))
    years = years.order_by(func.length(Unit.path).desc(), FiscalYear.starts_on.desc())
    return db.session.scalar(years.limit(1))


def _running_for(unit: Unit) -> tuple[ColumnElement[bool], ...]:
    today = clock.today()
    return (
        FiscalYear.unit_id.in_(unit.lineage),
        FiscalYear.starts_on <= today,
        FiscalYear.ends_on >= today,
    )


def year_and_plans(person: Person) -> tuple[FiscalYear | None, list[LearningPlan]]:
    """One query: the running fiscal year of the nearest district, and the person's plans."""
    items = joinedload(LearningPlan.items)
    offering = items.joinedload(PlanItem.offering)
    found = (
        select(FiscalYear, LearningPlan)
        .join(FiscalYear.unit)
        .outerjoin(LearningPlan, LearningPlan.person_id == person.id)
        .where(*_running_for(person.unit))
        .options(
            contains_eager(FiscalYear.unit),
            offering.joinedload(Offering.provider),
            offering.joinedload(Offering.tags),
            items.joinedload(PlanItem.proposed_by),
            items.joinedload(PlanItem.fund),
        )
    )
    rows = db.session.execute(found).unique().all()
    if not rows:
        return None, []
    nearest = max((year for year, _plan in rows), key=lambda y: (len(y.unit.path), y.starts_on))
    return nearest, [plan for year, plan in rows if year is nearest and plan is not None]
