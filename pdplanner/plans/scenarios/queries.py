from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import Integer, Select, bindparam, or_, select
from sqlalchemy.orm import contains_eager, joinedload, subqueryload

from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Offering
from pdplanner.catalog.queries.offerings import offered_to
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below
from pdplanner.plans import planner
from pdplanner.plans.models import LearningPlan, LinePayment, Scenario, ScenarioLine, ScenarioRule
from pdplanner.plans.unfunded.needs import unfunded_in


def workbench_of(unit: Unit, fiscal_year: FiscalYear, *, user_id: int) -> Scenario | None:
    """Return the unsaved scenario that a director works on."""
    unsaved = select(Scenario).where(
        Scenario.unit_id == unit.id,
        Scenario.fiscal_year_id == fiscal_year.id,
        Scenario.created_by_id == user_id,
        Scenario.saved.is_(False),
    )
    return db.session.scalar(unsaved)


def scenarios_of(unit: Unit, fiscal_year: FiscalYear, *, user_id: int) -> Sequence[Scenario]:
    """Return the unit's saved scenarios and the director's own draft, the newest build first."""
    values = {"unit": unit.id, "year": fiscal_year.id, "user": user_id}
    return db.session.scalars(_scenarios(), values).all()


@cache
def _scenarios() -> Select[Scenario]:
    """Built once, as the statements of every page of a unit are."""
    own = Scenario.created_by_id == bindparam("user", type_=Integer)
    wanted = select(Scenario).where(
        Scenario.unit_id == bindparam("unit", type_=Integer),
        Scenario.fiscal_year_id == bindparam("year", type_=Integer),
        or_(Scenario.saved, own),
    )
    return wanted.order_by(Scenario.built_at.desc(), Scenario.id.desc())


def scenarios_with(ids: Collection[int]) -> Sequence[Scenario]:
    return db.session.scalars(
        select(Scenario).where(Scenario.id.in_(ids)).order_by(Scenario.id)
    ).all()


def settings_of(scenario: Scenario) -> planner.Settings:
    """Return the settings with the plan to stay near: the lines of the one before.

    Where there is none, what people asked for in earlier years stands in its place, so that of
    equally good plans one that funds more of it comes first. Once there is a plan it goes alone:
    a need that it left out would count as a change of it.
    """
    previous = tuple((each.person_id, each.offering_id) for each in scenario.lines)
    return planner.Settings(
        limits={each.fund_id: each.limit_cents for each in scenario.budgets},
        hours=scenario.hours,
        allowance_cents=scenario.allowance_cents,
        floor=scenario.floor,
        away=scenario.away,
        rules=tuple(map(rule_of, sorted(scenario.rules, key=lambda row: row.id))),
        previous=previous or _asked_for_before(scenario),
    )


def _asked_for_before(scenario: Scenario) -> tuple[tuple[int, int], ...]:
    """What closes nothing is no matter of the plan's."""
    needs = unfunded_in(scenario.unit, scenario.fiscal_year)
    return tuple(each.pair for each in needs if each.points)


def lines_of(scenario_id: int) -> Sequence[ScenarioLine]:
    """Return the lines with person, offering, provider and funds, by person."""
    lines = (
        select(ScenarioLine)
        .join(ScenarioLine.person)
        .where(ScenarioLine.scenario_id == scenario_id)
        .options(
            contains_eager(ScenarioLine.person),
            joinedload(ScenarioLine.offering).joinedload(Offering.provider),
            # One query for all: a select of their keys sends one for every 500 lines.
            subqueryload(ScenarioLine.payments).joinedload(LinePayment.fund),
        )
    )
    return db.session.scalars(
        lines.order_by(Person.name, Person.id, ScenarioLine.offering_id)
    ).all()


def places_of(scenario_id: int) -> list[tuple[int, ...]]:
    """Return who takes what in a scenario, by person and offering id."""
    places = select(ScenarioLine.person_id, ScenarioLine.offering_id)
    return sorted(
        tuple(row) for row in db.session.execute(places.filter_by(scenario_id=scenario_id))
    )


def rules_of(scenario_id: int) -> Sequence[ScenarioRule]:
    """Return must-haves and exclusions with offering and person, the oldest first."""
    rules = select(ScenarioRule).where(ScenarioRule.scenario_id == scenario_id)
    rules = rules.options(joinedload(ScenarioRule.offering), joinedload(ScenarioRule.person))
    return db.session.scalars(rules.order_by(ScenarioRule.id)).all()


def rule_of(row: ScenarioRule) -> planner.Rule:
    """Return a stored rule as a plain value, which is equal to that of another scenario."""
    return planner.Rule(row.kind, row.offering_id, row.person_id)


def can_have_rule(unit: Unit, offering_id: int, person_ids: Collection[int | None]) -> bool:
    """Whether the offering is offered to the unit, and the people all work there."""
    named = {each for each in person_ids if each is not None}
    there = select(Person.id).join(Person.unit).where(below(unit), Person.id.in_(named))
    known = select(Offering.id).where(Offering.id == offering_id, offered_to(unit.path))
    return db.session.scalar(known) is not None and set(db.session.scalars(there)) == named


def known_in(
    unit: Unit, rules: Collection[tuple[str, int, int | None]]
) -> tuple[dict[int, str], dict[int, str]]:
    """Return titles and names of what rules name, as far as they are of the unit."""
    offerings = select(Offering.id, Offering.title).where(
        Offering.id.in_({each[1] for each in rules}), offered_to(unit.path)
    )
    people = (
        select(Person.id, Person.name)
        .join(Person.unit)
        .where(below(unit), Person.id.in_({each[2] for each in rules if each[2]}))
    )
    titles, names = db.session.execute(offerings).all(), db.session.execute(people).all()
    return dict(titles), dict(names)


def adopted_for(person_ids: Collection[int], fiscal_year: FiscalYear) -> set[int]:
    """Return the scenarios that are adopted for any of the people in the year."""
    adopted = select(LearningPlan.scenario_id).where(
        LearningPlan.person_id.in_(person_ids),
        LearningPlan.fiscal_year_id == fiscal_year.id,
        LearningPlan.scenario_id.is_not(None),
    )
    return {each for each in db.session.scalars(adopted.distinct()) if each is not None}


def adopted_elsewhere(scenario: Scenario, person_ids: Collection[int]) -> Sequence[str]:
    """Return the names of the people for whom another scenario of the year is adopted."""
    others = (
        select(Person.name)
        .join(LearningPlan, LearningPlan.person_id == Person.id)
        .where(
            Person.id.in_(person_ids),
            LearningPlan.fiscal_year_id == scenario.fiscal_year_id,
            LearningPlan.scenario_id != scenario.id,
        )
    )
    return db.session.scalars(others.order_by(Person.name, Person.id)).all()
