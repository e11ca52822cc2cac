"""What plans do without a run, told to whoever removes it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.budgets.models import FiscalYear
from pdplanner.budgets.queries import years_of
from pdplanner.catalog import queries as catalog
from pdplanner.catalog.models import Offering
from pdplanner.catalog.signals import GoingRun, Holder, Without, planned_without
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import district_of
from pdplanner.plans.items.runs import Run, runs_of
from pdplanner.plans.models import OPEN_STATES, LearningPlan, PlanItem, State
from pdplanner.web.filters import plural

WORDS = {State.RETURNED: "sent back"}
NO_PRICE = "; without a price and hours no plan takes it"


@planned_without.connect
def without(offering: Offering, *, runs: Sequence[GoingRun]) -> list[Without]:
    """A run is of the plans of the fiscal year into which its first day falls."""
    years = {unit: _years_around(unit) for unit in {each.unit for each in runs}}
    facts: dict[int, _Year] = {}
    said = []
    for run in runs:
        year = next((each for each in years[run.unit] if _is_in(run.first, each)), None)
        if year is None:
            said.append(Without("No plan counts on it: it is in no fiscal year.", ()))
            continue
        if year.id not in facts:
            facts[year.id] = _year(offering, year)
        said.append(Without(_sentence(offering, facts[year.id], run), facts[year.id].holders))
    return said


class _Year(NamedTuple):
    """What a year's plans know of an offering."""

    runs: Sequence[Run]
    plannable: bool
    holders: Sequence[Holder]


def _year(offering: Offering, year: FiscalYear) -> _Year:
    return _Year(
        [run for run in runs_of(year) if run.offering_id == offering.id],
        catalog.listed(offering, year.unit_id).terms.plannable,
        _holders(offering, year),
    )


def _years_around(unit: Unit) -> Sequence[FiscalYear]:
    district = district_of(unit)
    return years_of(district) if district else ()


def _is_in(day: date, year: FiscalYear) -> bool:
    return year.starts_on <= day <= year.ends_on


def _sentence(offering: Offering, year: _Year, going: GoingRun) -> str:
    if not offering.active:
        return "It is offered no more, so that no new plan takes it."
    others = _others(year.runs, going)
    free = sum(run.barring(going.unit.path) is None for run in others)
    barred = len(others) - free
    if free:
        words = plural(free, "other run of the year is", "other runs of the year are")
        also = f" {barred} more {_fall(barred)}, so that nobody can go." if barred else ""
        go_on = f", and plans go on with {'that' if free == 1 else 'those'}"
        return f"{words} to come{go_on if year.plannable else NO_PRICE}.{also}"
    if barred:
        what = "only other run" if barred == 1 else f"{barred} other runs"
        left = f"The {what} of the year to come {_fall(barred)}, so that nobody can go"
        return f"{left}: no new plan takes it."
    if not year.plannable:
        return f"No other run of the year is to come{NO_PRICE}."
    return "No other run of the year is to come. It can still be planned, without a date."


def _fall(runs: int) -> str:
    return "falls in a blackout" if runs == 1 else "fall in blackouts"


def _others(runs: Sequence[Run], going: GoingRun) -> list[Run]:
    """The runs still to come but for one of the days of that which goes."""
    left = [run for run in runs if run.starts_on >= clock.today()]
    same = (run for run in left if (run.starts_on, run.ends_on) == (going.first, going.last))
    if (gone := next(same, None)) is not None:
        left.remove(gone)
    return left


def _holders(offering: Offering, year: FiscalYear) -> list[Holder]:
    items = (
        select(PlanItem)
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .where(PlanItem.offering_id == offering.id, LearningPlan.fiscal_year_id == year.id)
        .where(PlanItem.state.in_(OPEN_STATES), PlanItem.state != State.COMPLETED)
        .where(access.within(Unit.path, "request.read"))
        .options(contains_eager(PlanItem.plan).contains_eager(LearningPlan.person))
        .order_by(Person.name, PlanItem.id)
    )
    return [_holder(item) for item in db.session.scalars(items)]


def _holder(item: PlanItem) -> Holder:
    """What is only proposed stands in the person's plan; from a request on it has a page."""
    person = item.plan.person
    asked = item.state != State.PROPOSED
    address = (
        url_for("requests.show", item_id=item.id)
        if asked
        else url_for("plans.person_plan", person_id=person.id)
    )
    return Holder(person.name, WORDS.get(State(item.state), item.state), address)
