"""Building a scenario: taken up, read, solved without a transaction, written in a short one."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import delete, insert, select

from pdplanner import clock
from pdplanner.budgets.queries import funds_of
from pdplanner.extensions import db
from pdplanner.organization.queries import time_zone_of
from pdplanner.plans import planner
from pdplanner.plans.items.commitments import free_of
from pdplanner.plans.models import UNFINISHED, LinePayment, Scenario, ScenarioLine, Status
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.planner.team_inputs import team_inputs
from pdplanner.plans.scenarios.queries import settings_of
from pdplanner.web import process_locks


def asked_version(scenario_id: int) -> int | None:
    """Return the version of a scenario that is to be built; None where nobody waits for it."""
    waiting = Scenario.id == scenario_id, Scenario.status.in_(UNFINISHED)
    return db.session.scalar(select(Scenario.version).where(*waiting))


def held_as(scenario_id: int, version: int) -> str:
    """The name that a worker holds while it builds; older settings are no reason to wait."""
    return f"build-{scenario_id}-{version}"


def take_up(scenario_id: int) -> int | None:
    """Mark a scenario as being built; return its version, None where nobody waits for it."""
    scenario = _locked(scenario_id)
    if scenario is None or scenario.status not in UNFINISHED:
        return None
    scenario.status, scenario.asked_at = Status.BUILDING, clock.now()
    return scenario.version


def note_progress(scenario_id: int, version: int, progress: planner.Progress) -> bool:
    """Write down how far a build is; whether it should end: stopped, or of older settings."""
    scenario = _locked(scenario_id)
    if scenario is None or scenario.version != version or scenario.status not in UNFINISHED:
        return True
    scenario.best_value, scenario.best_bound = progress.value, progress.bound
    return scenario.stop_asked


def stop(scenario: Scenario) -> None:
    """Ask a build to end with the best plan that it has."""
    if scenario.status in UNFINISHED:
        scenario.stop_asked = True


def draft_of(scenario_id: int) -> planner.Draft:
    """Read everything that the build needs; of an adopted plan, without what it made itself."""
    scenario = db.session.get_one(Scenario, scenario_id)
    adopted = scenario if scenario.adopted_at else None
    with clock.in_zone(time_zone_of([scenario.unit.path])):
        inputs = team_inputs(scenario.unit, scenario.fiscal_year, adopted=adopted)
        return planner.draft(inputs, settings_of(scenario))


def finish(scenario_id: int, version: int, built: planner.Built) -> bool:
    """Write a plan down; False, and nothing is written, where the settings changed meanwhile."""
    scenario = _locked(scenario_id)
    if scenario is None or scenario.version != version or scenario.status not in UNFINISHED:
        return False
    scenario.status = Status.BUILT if built.possible else Status.IMPOSSIBLE
    scenario.built_at = clock.now()
    scenario.problem, scenario.result = built.problem, built.result
    former = set(read_report(scenario.report).person_ids)
    scenario.report = replace(
        built.report,
        free=_free_now(scenario),
        for_others=bool(former) and former != set(built.report.person_ids),
    ).write()
    # No plan has no points to be compared with.
    scenario.value = built.value if built.possible else None
    scenario.bound = built.bound if built.possible else None
    scenario.total_gap, scenario.cost_cents = built.total_gap, built.cost_cents
    for budget in scenario.budgets:
        budget.spent_cents = built.spent.get(budget.fund_id, 0)
    if built.possible:
        _replace_lines(scenario_id, built)
    return True


def _free_now(scenario: Scenario) -> dict[str, int]:
    """What is free to plan with, by which the plan's page tells whether that changed since."""
    funds = funds_of(scenario.unit, scenario.fiscal_year, with_rules=False)
    return {str(fund): cents for fund, cents in free_of(scenario.unit, funds).items()}


def fail(scenario_id: int, version: int) -> None:
    scenario = _locked(scenario_id)
    if scenario is not None and scenario.version == version and scenario.status in UNFINISHED:
        scenario.status = Status.FAILED


def lost(queued: Collection[tuple[object, ...]]) -> list[int]:
    """Return the scenarios that wait for a build which no worker holds and is not in the queue."""
    waiting = select(Scenario.id, Scenario.version).where(Scenario.status.in_(UNFINISHED))
    return [
        scenario_id
        for scenario_id, version in db.session.execute(waiting.order_by(Scenario.id)).all()
        if (scenario_id,) not in queued and not process_locks.is_held(held_as(scenario_id, version))
    ]


def _locked(scenario_id: int) -> Scenario | None:
    wanted = select(Scenario).where(Scenario.id == scenario_id).with_for_update()
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def _replace_lines(scenario_id: int, built: planner.Built) -> None:
    """An impossible plan leaves the lines of the last one: the next stays near them."""
    db.session.execute(delete(ScenarioLine).where(ScenarioLine.scenario_id == scenario_id))
    rows = [
        {
            "scenario_id": scenario_id,
            "person_id": line.person_id,
            "offering_id": line.offering_id,
            "mode": line.mode,
            "price_cents": line.cents,
            "shared_cents": line.shared_cents,
            "hours": line.hours,
            "points": line.points,
        }
        for line in built.lines
    ]
    payments = [
        {
            "scenario_id": scenario_id,
            "person_id": line.person_id,
            "offering_id": line.offering_id,
            "fund_id": fund_id,
            "cents": cents,
        }
        for line in built.lines
        for fund_id, cents in line.payments.items()
    ]
    for table, written in ((ScenarioLine, rows), (LinePayment, payments)):
        if written:
            db.session.execute(insert(table), written)
