"""Asking for an offering that no catalog has: it becomes a proposal for the catalog."""

from typing import Any

from sqlalchemy import func, select

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.catalog import services as catalog
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.items.costs import Costs, set_costs
from pdplanner.plans.learning_plans import limits
from pdplanner.plans.learning_plans.changes import plan_of
from pdplanner.plans.learning_plans.errors import NoYearError
from pdplanner.plans.learning_plans.year import running_year
from pdplanner.plans.models import (
    NO_ALLOWANCE,
    OPEN_STATES,
    CostKind,
    LearningPlan,
    PlanItem,
)
from pdplanner.plans.unlisted.notices import tell_of_proposal
from pdplanner.web.filters import day


def add_unlisted(
    person: Person, *, by: User, title: str, hours: float, costs: Costs, **facts: Any
) -> PlanItem:
    """Put what the person found into their plan; the catalog gets it as a proposal of their unit.

    What they found before, by its title, is the same item.

    `facts` are provider, format, url and description. Raises PlanError, and
    catalog.OfferedAlreadyError where the unit offers it already.
    """
    fiscal_year = running_year(person.unit)
    if fiscal_year is None:
        raise NoYearError("Your district has not set up this fiscal year yet.")
    plan = plan_of(person, fiscal_year)
    same = _same(plan, title, by)
    if same is not None:
        return same
    counted = sum(cents for kind, cents in costs.items() if kind not in NO_ALLOWANCE)
    limits.refuse_too_much(plan, person, title=title, price_cents=counted, needed=hours)
    offering = catalog.create_offering(
        unit=person.unit,
        title=title,
        hours=hours,
        price_cents=costs.get(CostKind.FEE, 0),
        source=f"As {person.name} entered it on {day(clock.today())}",
        active=False,
        proposed_by_id=by.id,
        **facts,
    )
    now = clock.now()
    item = PlanItem(
        plan_id=plan.id, offering_id=offering.id, hours=hours, proposed_by_id=by.id,
        accepted_at=now, changed_at=now,
    )  # fmt: skip
    set_costs(item, costs)
    db.session.add(item)
    db.session.flush()
    tell_of_proposal(offering, person, by=by)
    return item


def _same(plan: LearningPlan, title: str, by: User) -> PlanItem | None:
    found = (
        select(PlanItem)
        .join(PlanItem.offering)
        .where(PlanItem.plan_id == plan.id, PlanItem.state.in_(OPEN_STATES))
        .where(Offering.proposed_by_id == by.id, func.lower(Offering.title) == func.lower(title))
    )
    return db.session.scalars(found.limit(1)).first()
