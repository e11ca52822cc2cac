"""Adopting a scenario: its lines are proposed to the people; one speaks for a person and year."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog import queries as catalog
from pdplanner.extensions import db
from pdplanner.inserts import INSERTS
from pdplanner.plans.items.costs import fee_and_travel, set_costs, set_payments
from pdplanner.plans.models import (
    LearningPlan,
    PlanItem,
    Scenario,
    ScenarioLine,
    State,
)
from pdplanner.plans.scenarios.adoption_changes import Changes, changes_of, mark_of, what_changed
from pdplanner.plans.scenarios.errors import ChangedMeanwhileError
from pdplanner.web.filters import day

Travel = Mapping[int, int]
"""What travel to an offering costs, by its id."""


def adopt(scenario: Scenario, *, by: User, mark: str, again: bool = False) -> Changes | None:
    """Propose the lines to the people; None where it is adopted already and nothing is to do.

    What somebody declined this year is proposed to them `again` only if asked for. Proposals of
    the scenario that it replaces are withdrawn unless the person accepted them. Raises
    ChangedMeanwhileError where `mark` shows that the page was about something else.
    """
    _lock(scenario)
    changes = changes_of(scenario, again=again, lock=True)
    if scenario.adopted_at is not None and not changes.replaced:
        return None
    if mark != mark_of(scenario, changes):
        raise ChangedMeanwhileError(what_changed(mark, scenario, changes))
    try:
        _carry_out(scenario, changes, by)
    except IntegrityError as error:
        # A person chose one of the offerings in the same moment.
        raise ChangedMeanwhileError("Somebody changed their own plan just now.") from error
    return changes


def _carry_out(scenario: Scenario, changes: Changes, by: User) -> None:
    plans = _plans_for(scenario, changes.person_ids)
    _withdraw(changes.withdrawn, by)
    travel = _travel(scenario, changes)
    _update(changes.updated, travel)
    _propose(changes.proposed, plans, by, travel)
    _speak_for(scenario, plans.values(), changes.replaced)
    db.session.flush()


def _lock(scenario: Scenario) -> None:
    """Adoptions of a district's year come one after the other, whichever their scenarios."""
    year = select(FiscalYear.id).where(FiscalYear.id == scenario.fiscal_year_id)
    db.session.execute(year.with_for_update())
    db.session.refresh(scenario)


def _plans_for(scenario: Scenario, person_ids: Collection[int]) -> dict[int, LearningPlan]:
    """The people's learning plans by person id, made where there is none."""
    rows = [
        {"person_id": person_id, "fiscal_year_id": scenario.fiscal_year_id}
        for person_id in person_ids
    ]
    if rows:
        insert = INSERTS[db.session.get_bind().dialect.name]
        db.session.execute(insert(LearningPlan).on_conflict_do_nothing(), rows)
    wanted = select(LearningPlan).where(
        LearningPlan.person_id.in_(person_ids),
        LearningPlan.fiscal_year_id == scenario.fiscal_year_id,
    )
    return {plan.person_id: plan for plan in db.session.scalars(wanted)}


def _withdraw(items: Iterable[PlanItem], by: User) -> None:
    for item in items:
        item.state, item.changed_at = State.CANCELLED, clock.now()
        item.comment = f"Withdrawn by {by.name} with a new team plan."


def _update(updated: Iterable[tuple[PlanItem, ScenarioLine]], travel: Travel) -> None:
    for item, line in updated:
        before = item.price_cents, item.hours
        _fill(item, line, travel)
        if (item.price_cents, item.hours) != before:
            item.changed_at = clock.now()


def _propose(
    lines: Iterable[ScenarioLine], plans: dict[int, LearningPlan], by: User, travel: Travel
) -> None:
    now = clock.now()
    for line in lines:
        item = PlanItem(
            plan_id=plans[line.person_id].id, offering_id=line.offering_id, state=State.PROPOSED,
            proposed_by_id=by.id, changed_at=now,
        )  # fmt: skip
        _fill(item, line, travel)
        db.session.add(item)


def _fill(item: PlanItem, line: ScenarioLine, travel: Travel) -> None:
    """Let an item be as a line of the plan has it."""
    item.scenario_id, item.mode, item.hours = line.scenario_id, line.mode, line.hours
    item.shared_cents = line.shared_cents
    item.costs_entered, item.catalog_fee_cents = False, None
    set_payments(item, {part.fund_id: part.cents for part in line.payments})
    set_costs(item, fee_and_travel(line.price_cents, travel[line.offering_id]))


def _travel(scenario: Scenario, changes: Changes) -> Travel:
    lines = [*changes.proposed, *(line for _item, line in changes.updated)]
    wanted = {line.offering_id for line in lines}
    terms = catalog.terms_of(scenario.fiscal_year.unit_id, offering_ids=wanted)
    return {offering_id: each.travel_cents for offering_id, each in terms.items()}


def _speak_for(
    scenario: Scenario, plans: Iterable[LearningPlan], replaced: Collection[int]
) -> None:
    """A scenario that speaks for nobody any more is no longer the adopted one."""
    now = clock.now()
    if not scenario.saved:
        scenario.name, scenario.saved = f"Adopted {day(now)}", True
    scenario.adopted_at = now
    for plan in plans:
        plan.scenario_id = scenario.id
    db.session.flush()
    for former in sorted(replaced):
        speaks = select(LearningPlan.id).where(LearningPlan.scenario_id == former).limit(1)
        if db.session.scalar(speaks) is None:
            db.session.get_one(Scenario, former).adopted_at = None
