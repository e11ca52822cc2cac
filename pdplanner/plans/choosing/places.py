"""When an offering runs next, and how many of its places are in somebody's plan."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Session
from pdplanner.catalog.queries.terms import run_for
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.plans.models import OPEN_STATES, LearningPlan, PlanItem


class NextRun(NamedTuple):
    """The first run that a person can go to, else the first one with the `blackout` it is in."""

    starts_on: date
    ends_on: date
    place: str
    blackout: str


def next_runs(
    offering_ids: Collection[int], district_id: int | None, *, path: str
) -> dict[int, NextRun]:
    """Return the next run of each offering that has one to come, for people of the unit at `path`.

    It takes two queries.
    """
    runs = select(Session).join(Session.offering).where(run_for(district_id))
    runs = runs.where(Session.offering_id.in_(offering_ids), Session.starts_on >= clock.today())
    barring = [
        each
        for each in organization.blackouts_in(district_id or 0, since=clock.today())
        if path.startswith(each.unit.path)
    ]
    found: dict[int, NextRun] = {}
    for session in db.session.scalars(runs.order_by(Session.starts_on, Session.id)):
        days = session.starts_on, session.ends_on
        blackout = next((each.name for each in barring if each.bars(*days)), "")
        held = found.get(session.offering_id)
        if held is None or (held.blackout and not blackout):
            found[session.offering_id] = NextRun(*days, session.place, blackout)
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
