"""The director's draft of a unit's plan: each change of its settings asks for a new build."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.plans import planner
from pdplanner.plans.models import (
    LinePayment,
    Scenario,
    ScenarioFund,
    ScenarioLine,
    ScenarioRule,
    Status,
)
from pdplanner.plans.scenarios import queries as scenario_queries
from pdplanner.plans.scenarios.errors import UnknownError

WORKBENCH = "Draft"
# What belongs to the lines: they stand on the page until the new plan is there.
FIGURES = ("built_at", "report", "value", "bound", "total_gap", "cost_cents")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Settings as asked for: limits in cents by fund id, the ids of the rules that stay."""

    limits: Mapping[int, int] = field(default_factory=dict)
    hours: float | None = None
    allowance_cents: int | None = None
    floor: int = 0
    away: int | None = None
    holders: int = 1
    kept_rules: Collection[int] = ()
    new_rule: planner.Rule | None = None


def hold(unit: Unit) -> None:
    """Wait for whoever changes a draft of the unit now, and let nobody else until the commit."""
    db.session.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())


def ask(
    unit: Unit, fiscal_year: FiscalYear, *, by: User, asked: Asked, basis: Scenario | None
) -> Scenario:
    """Put settings on the director's workbench and ask for a build.

    `basis` is the scenario that was on the screen: its rules and lines are taken over.
    """
    workbench = _workbench(unit, fiscal_year, by=by, basis=basis)
    kept = {_key(rule) for rule in (basis.rules if basis else ()) if rule.id in asked.kept_rules}
    workbench.rules = [rule for rule in workbench.rules if _key(rule) in kept]
    workbench.hours = asked.hours
    workbench.allowance_cents = asked.allowance_cents
    workbench.floor, workbench.away = asked.floor, asked.away
    workbench.holders = asked.holders
    _set_limits(workbench, asked.limits)
    if asked.new_rule is not None:
        kind, offering_id, person_id = asked.new_rule
        _put_rules(workbench, kind, offering_id, [person_id])
    _wait(workbench)
    return workbench


def add_rules(
    basis: Scenario, *, by: User, kind: str, offering_id: int, person_ids: Collection[int | None]
) -> Scenario:
    """Pin or exclude an offering for people (None: for everybody) and ask for a build.

    A rule for everybody replaces those person by person.
    """
    workbench = _workbench(basis.unit, basis.fiscal_year, by=by, basis=basis)
    _put_rules(workbench, kind, offering_id, person_ids)
    _wait(workbench)
    return workbench


def take_back_rules(
    basis: Scenario, *, by: User, offering_id: int, person_ids: Collection[int | None] | None
) -> Scenario:
    """Take back the rules of an offering, for some people or (None) altogether."""
    workbench = _workbench(basis.unit, basis.fiscal_year, by=by, basis=basis)
    workbench.rules = [
        rule
        for rule in workbench.rules
        if rule.offering_id != offering_id
        or (person_ids is not None and rule.person_id not in person_ids)
    ]
    _wait(workbench)
    return workbench


def again(basis: Scenario, *, by: User) -> Scenario:
    """Ask for a build with the same settings, where it failed, was lost or is out of date.

    A plan that is built stays as it is: the new one is made on the workbench.
    """
    built = basis.status in (Status.BUILT, Status.IMPOSSIBLE)
    scenario = basis
    if built:
        scenario = _workbench(basis.unit, basis.fiscal_year, by=by, basis=basis)
    _wait(scenario)
    return scenario


def replaced_by(basis: Scenario, *, draft: Scenario | None) -> Scenario | None:
    """Return the director's draft, where a step from `basis` puts another in its place."""
    return None if draft is None or draft.id == basis.id else draft


def _workbench(
    unit: Unit, fiscal_year: FiscalYear, *, by: User, basis: Scenario | None
) -> Scenario:
    """The director's unsaved scenario of the unit and year, as the basis is."""
    # Two requests at once would else make two: the later one waits here for the earlier.
    hold(unit)
    workbench = scenario_queries.workbench_of(unit, fiscal_year, user_id=by.id)
    if workbench is None:
        workbench = Scenario(
            unit=unit, fiscal_year=fiscal_year, name=WORKBENCH, created_by_id=by.id
        )
        db.session.add(workbench)
    if basis is not None and basis is not workbench:
        _copy(basis, workbench)
    db.session.flush()
    return workbench


def _copy(basis: Scenario, workbench: Scenario) -> None:
    workbench.hours, workbench.allowance_cents = basis.hours, basis.allowance_cents
    workbench.floor, workbench.away = basis.floor, basis.away
    workbench.holders = basis.holders
    for figure in FIGURES:
        setattr(workbench, figure, getattr(basis, figure))
    _set_limits(workbench, {each.fund_id: each.limit_cents for each in basis.budgets})
    workbench.rules.clear()
    workbench.lines.clear()
    db.session.flush()
    workbench.rules = [
        ScenarioRule(offering_id=each.offering_id, person_id=each.person_id, kind=each.kind)
        for each in basis.rules
    ]
    workbench.lines = [
        ScenarioLine(
            person_id=each.person_id, offering_id=each.offering_id, mode=each.mode,
            price_cents=each.price_cents, shared_cents=each.shared_cents, hours=each.hours,
            points=each.points,
            payments=[LinePayment(fund_id=p.fund_id, cents=p.cents) for p in each.payments],
        )
        for each in basis.lines
    ]  # fmt: skip


def _put_rules(
    workbench: Scenario, kind: str, offering_id: int, person_ids: Collection[int | None]
) -> None:
    if not scenario_queries.can_have_rule(workbench.unit, offering_id, person_ids):
        raise UnknownError("This offering or person is not part of the unit.")
    replaced = set(person_ids)
    workbench.rules = [
        rule
        for rule in workbench.rules
        if rule.offering_id != offering_id or not (None in replaced or rule.person_id in replaced)
    ]
    db.session.flush()
    workbench.rules += [
        ScenarioRule(offering_id=offering_id, person_id=person_id, kind=kind)
        for person_id in sorted(replaced, key=lambda each: each or 0)
    ]


def _set_limits(scenario: Scenario, limits: Mapping[int, int]) -> None:
    held = {each.fund_id: each for each in scenario.budgets}
    for fund_id, cents in sorted(limits.items()):
        if fund_id in held:
            held[fund_id].limit_cents = cents
        else:
            scenario.budgets.append(ScenarioFund(fund_id=fund_id, limit_cents=cents))
    scenario.budgets = [each for each in scenario.budgets if each.fund_id in limits]


def _wait(scenario: Scenario) -> None:
    scenario.version = (scenario.version or 0) + 1
    scenario.status, scenario.asked_at = Status.WAITING, clock.now()
    scenario.best_value = scenario.best_bound = None
    scenario.stop_asked = False
    db.session.flush()


def _key(rule: ScenarioRule) -> tuple[int, int | None, str]:
    return rule.offering_id, rule.person_id, rule.kind
