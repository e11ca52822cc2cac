"""What adopting a scenario would do, without doing it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.organization.queries.units import below
from pdplanner.plans.items.commitments import may_be_replaced
from pdplanner.plans.items.mentoring import without_mentor
from pdplanner.plans.items.proposal_answers import is_declined
from pdplanner.plans.models import (
    OPEN_STATES,
    LearningPlan,
    PlanItem,
    Scenario,
    ScenarioLine,
    Status,
)
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.scenarios import queries as scenario_queries
from pdplanner.plans.scenarios.empty_plan import nothing_to_plan
from pdplanner.plans.scenarios.errors import NotBuiltError
from pdplanner.plans.scenarios.uncounted_items import not_counted
from pdplanner.web.word_lists import in_a_row


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What adopting does: lines to propose, proposals to update or withdraw, items that stay.

    `declined` are lines that their person declined this year: they are not proposed again, unless
    that is asked for. `unmentored` are lines whose mentor has left, or has no hours left for them;
    they are not proposed. `gone` are the lines of people who no longer work here; `replaced` are
    the scenarios that stop speaking for some of the people. `not_counted` are those of the items
    that stay which came after the plan was built.
    """

    person_ids: tuple[int, ...]
    proposed: Sequence[ScenarioLine] = ()
    updated: Sequence[tuple[PlanItem, ScenarioLine]] = ()
    withdrawn: Sequence[PlanItem] = ()
    kept: Sequence[PlanItem] = ()
    not_counted: Sequence[PlanItem] = ()
    declined: Sequence[ScenarioLine] = ()
    gone: Sequence[ScenarioLine] = ()
    unmentored: Sequence[ScenarioLine] = ()
    replaced: frozenset[int] = field(default_factory=frozenset)

    @property
    def people(self) -> int:
        """Those to whom something new is proposed."""
        return len({line.person_id for line in self.proposed})

    @property
    def people_gone(self) -> dict[int, str]:
        """Names by id."""
        return {line.person_id: line.person.name for line in self.gone}

    @property
    def cents(self) -> int:
        return sum(line.price_cents for line in self.proposed) + sum(
            line.price_cents for _item, line in self.updated
        )


def changes_of(scenario: Scenario, *, again: bool = False, lock: bool = False) -> Changes:
    """Return what adopting the scenario would do now; `lock` holds the items until it is done.

    `again` proposes what was declined once more. Raises NotBuiltError where there is no plan.
    """
    if scenario.status != Status.BUILT:
        raise NotBuiltError("Only a plan that was built can be adopted.")
    nothing = nothing_to_plan(read_report(scenario.report))
    if nothing is not None and nothing.nobody:
        raise NotBuiltError("A plan of nobody cannot be adopted.")
    person_ids = _people_of(scenario)
    there = set(person_ids)
    found = scenario_queries.lines_of(scenario.id)
    lines = {(line.person_id, line.offering_id): line for line in found if line.person_id in there}
    items = {
        (item.plan.person_id, item.offering_id): item
        for item in _open_items(person_ids, scenario.fiscal_year, lock=lock)
    }
    new = {key: line for key, line in lines.items() if key not in items}
    declined = new.keys() & _declined(person_ids, scenario.fiscal_year)
    wanted = [line for key, line in new.items() if again or key not in declined]
    by_plan = {key: item for key, item in items.items() if may_be_replaced(item)}
    unmentored = without_mentor(
        wanted, scenario.fiscal_year_id, unit=scenario.unit, planned=there,
        stays=[lines[key] for key in by_plan if key in lines],
    )  # fmt: skip
    return Changes(
        person_ids=person_ids,
        proposed=[line for line in wanted if line not in unmentored],
        unmentored=unmentored,
        updated=[(item, lines[key]) for key, item in by_plan.items() if key in lines],
        withdrawn=[item for key, item in by_plan.items() if key not in lines],
        kept=[item for key, item in items.items() if key not in by_plan],
        not_counted=not_counted(scenario),
        gone=[line for line in found if line.person_id not in there],
        declined=[line for key, line in new.items() if key in declined],
        replaced=frozenset(
            scenario_queries.adopted_for(person_ids, scenario.fiscal_year) - {scenario.id}
        ),
    )


def mark_of(scenario: Scenario, changes: Changes) -> str:
    """What the confirmation page rests on, for the answer to prove that it is still so."""
    figures = [scenario.version, len(changes.declined), len(changes.unmentored)]
    beside = [each.id for each in changes.not_counted]
    parts = figures, beside, sorted(changes.replaced), sorted(changes.people_gone)
    return ".".join("-".join(map(str, part)) for part in parts)


def what_changed(mark: str, scenario: Scenario, changes: Changes) -> str:
    """Return a sentence on what is no longer as the confirmation page with the mark had it."""
    known = mark.rpartition(".")[2].split("-")
    left = [name for each, name in changes.people_gone.items() if str(each) not in known]
    if left:
        return f"Since this page was opened, {in_a_row(left)} left {scenario.unit.name}."
    return "This plan, its people, their answers or the adopted plan changed since."


def _people_of(scenario: Scenario) -> tuple[int, ...]:
    """Those for whom the plan was built and who are still there."""
    planned = read_report(scenario.report).person_ids
    there = (
        select(Person.id)
        .join(Person.unit)
        .where(below(scenario.unit), Person.active, Person.id.in_(planned))
    )
    return tuple(db.session.scalars(there.order_by(Person.id)))


def _open_items(
    person_ids: Collection[int], fiscal_year: FiscalYear, *, lock: bool
) -> Sequence[PlanItem]:
    items = _items(person_ids, fiscal_year).where(PlanItem.state.in_(OPEN_STATES))
    items = items.options(joinedload(PlanItem.plan), joinedload(PlanItem.offering))
    if lock:
        items = items.options(selectinload(PlanItem.costs), selectinload(PlanItem.payments))
        items = items.with_for_update(of=PlanItem).execution_options(populate_existing=True)
    return db.session.scalars(items.order_by(PlanItem.id)).all()


def _declined(person_ids: Collection[int], fiscal_year: FiscalYear) -> set[tuple[int, int]]:
    """What they said no to themselves, by person and offering."""
    items = _items(person_ids, fiscal_year).where(is_declined())
    pairs = items.with_only_columns(LearningPlan.person_id, PlanItem.offering_id)
    return {(person_id, offering_id) for person_id, offering_id in db.session.execute(pairs)}


def _items(person_ids: Collection[int], fiscal_year: FiscalYear) -> Select[PlanItem]:
    items = select(PlanItem).join(PlanItem.plan).where(LearningPlan.person_id.in_(person_ids))
    return items.where(LearningPlan.fiscal_year_id == fiscal_year.id)
