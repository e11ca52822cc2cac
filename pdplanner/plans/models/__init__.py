"""Learning plans of people, and scenarios: what-if plans of a unit's people."""

from pdplanner.plans.models.learning_plans import MODES, OPEN_STATES, LearningPlan, PlanItem, State
from pdplanner.plans.models.scenarios import (
    Scenario,
    ScenarioFund,
    ScenarioLine,
    ScenarioRule,
    Status,
)

__all__ = [
    "MODES",
    "OPEN_STATES",
    "LearningPlan",
    "PlanItem",
    "Scenario",
    "ScenarioFund",
    "ScenarioLine",
    "ScenarioRule",
    "State",
    "Status",
]
