"""When an offering runs next, and how many of its places are in somebody's plan."""

from collections.abc import Collection

from sqlalchemy import func, select

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Session
from pdplanner.catalog.queries.terms import run_for
from pdplanner.extensions import db
from pdplanner.plans.models import OPEN_STATES, LearningPlan, PlanItem


def next_sessions(offering_ids: Collection[int], district_id: int | None) -> dict[int, Session]:
    """Return the next run of each offering that has one to come, in one query."""
    runs = select(Session).join(Session.offering).where(run_for(district_id))
    runs = runs.where(Session.offering_id.in_(offering_ids), Session.starts_on >= clock.today())
    found: dict[int, Session] = {}
    for session in db.session.scalars(runs.order_by(Session.starts_on, Session.id)):
        found.setdefault(session.offering_id, session)
    return found


def places_taken(offering_ids: Collection[int], year: FiscalYear) -> dict[int, int]:
    """Return how many people of the district have each offering in their plan."""
    taken = (
        select(PlanItem.offering_id, func.count())
        .join(PlanItem.plan)
        .where(LearningPlan.fiscal_year_id == year.id, PlanItem.state.in_(OPEN_STATES))
        .where(PlanItem.offering_id.in_(offering_ids))
        .group_by(PlanItem.offering_id)
    )
    return {row[0]: row[1] for row in db.session.execute(taken)}
