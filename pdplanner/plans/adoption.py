"""Adopting a scenario: its lines are proposed to the people; one speaks for a person and year."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.inserts import INSERTS
from pdplanner.plans.adoption_changes import Changes, changes_of, mark_of, what_changed
from pdplanner.plans.models import (
    ItemPayment,
    LearningPlan,
    PlanItem,
    Scenario,
    ScenarioLine,
    State,
)
from pdplanner.web.filters import day


class ChangedMeanwhileError(Exception):
    """Somebody adopted, changed or rebuilt since the confirmation page was shown."""


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
    _update(changes.updated, scenario)
    _propose(changes.proposed, plans, scenario, by)
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


def _update(updated: Iterable[tuple[PlanItem, ScenarioLine]], scenario: Scenario) -> None:
    for item, line in updated:
        item.scenario_id, item.mode = scenario.id, line.mode
        item.shared_cents = line.shared_cents
        _pay_as(item, line)
        if (item.price_cents, item.hours) != (line.price_cents, line.hours):
            item.price_cents, item.hours = line.price_cents, line.hours
            item.changed_at = clock.now()


def _propose(
    lines: Iterable[ScenarioLine], plans: dict[int, LearningPlan], scenario: Scenario, by: User
) -> None:
    now = clock.now()
    db.session.add_all(
        PlanItem(
            plan_id=plans[line.person_id].id, offering_id=line.offering_id,
            scenario_id=scenario.id, payments=_payments(line), state=State.PROPOSED, mode=line.mode,
            price_cents=line.price_cents, shared_cents=line.shared_cents, hours=line.hours,
            proposed_by_id=by.id, changed_at=now,
        )
        for line in lines
    )  # fmt: skip


def _payments(line: ScenarioLine) -> list[ItemPayment]:
    return [ItemPayment(fund_id=part.fund_id, cents=part.cents) for part in line.payments]


def _pay_as(item: PlanItem, line: ScenarioLine) -> None:
    """Let the funds of a line pay an item, in place of those that did."""
    held = {each.fund_id: each for each in item.payments}
    payments = _payments(line)
    for each in payments:
        if each.fund_id in held:
            held[each.fund_id].cents = each.cents
    item.payments = [held.get(each.fund_id, each) for each in payments]


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
