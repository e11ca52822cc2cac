"""One scenario of several that are compared: what its settings and its plan come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pdplanner.budgets.models import Fund
from pdplanner.plans.models import Scenario, ScenarioLine
from pdplanner.plans.plan_page.page import OfferingRow, offering_rows
from pdplanner.plans.planner.report import Report, read_report
from pdplanner.plans.planner.report_figures import PersonFigures
from pdplanner.plans.scenarios import queries as scenario_queries
from pdplanner.plans.scenarios.empty_plan import Nothing, nothing_to_plan


@dataclass(frozen=True)
class Side:
    """One scenario: what its settings and its plan come to."""

    scenario: Scenario
    lines: Sequence[ScenarioLine]
    report: Report

    @cached_property
    def people(self) -> dict[int, PersonFigures]:
        return {each.person_id: each for each in self.report.people}

    @property
    def value(self) -> int:
        return self.scenario.value or 0

    @property
    def cost(self) -> int:
        return self.scenario.cost_cents or 0

    @property
    def nothing(self) -> Nothing | None:
        """Why there was nothing to plan."""
        return nothing_to_plan(self.report)

    @property
    def open(self) -> int:
        """Points that the plan leaves open."""
        return (self.scenario.total_gap or 0) - self.value

    @property
    def has_steps(self) -> bool:
        """Whether it was built since reports keep the steps, which areas are counted from."""
        return bool(self.report.steps) or not self.scenario.total_gap

    @property
    def rows(self) -> dict[int, OfferingRow]:
        return {row.offering_id: row for row in offering_rows(self.lines)}

    @property
    def hours(self) -> float:
        return sum(line.hours for line in self.lines)

    @property
    def set_cents(self) -> int:
        return sum(each.limit_cents for each in self.scenario.budgets)

    def limit(self, fund: Fund) -> int:
        return self._budget(fund, "limit_cents")

    def spent(self, fund: Fund) -> int:
        return self._budget(fund, "spent_cents")

    def rules(self, kind: str) -> list[str]:
        """Each rule of a kind: the offering, and for whom where it is not for everybody."""
        return sorted(
            f"{rule.offering.title} for {rule.person.name}" if rule.person else rule.offering.title
            for rule in scenario_queries.rules_of(self.scenario.id)
            if rule.kind == kind
        )

    def _budget(self, fund: Fund, which: str) -> int:
        found = (each for each in self.scenario.budgets if each.fund_id == fund.id)
        return next((int(getattr(each, which)) for each in found), 0)


def side_of(scenario: Scenario) -> Side:
    lines = scenario_queries.lines_of(scenario.id)
    return Side(scenario, lines, read_report(scenario.report))
