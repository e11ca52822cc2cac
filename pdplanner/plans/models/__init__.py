"""Learning plans of people, and scenarios: what-if plans of a unit's people."""

from pdplanner.plans.models.learning_plans import (
    MODES,
    NO_ALLOWANCE,
    OPEN_STATES,
    PLANNED_STATES,
    SETTLED_STATES,
    TRAVEL,
    CostKind,
    ItemCost,
    ItemPayment,
    LearningPlan,
    PlanItem,
    State,
)
from pdplanner.plans.models.purchases import ItemPurchase, PaidBy
from pdplanner.plans.models.requests import Action, Desk, FileKind, ItemFile, RequestStep
from pdplanner.plans.models.scenario_lines import LinePayment, ScenarioLine
from pdplanner.plans.models.scenarios import (
    UNFINISHED,
    Scenario,
    ScenarioFund,
    ScenarioRule,
    Status,
)
from pdplanner.plans.models.studies import Study

__all__ = [
    "MODES",
    "NO_ALLOWANCE",
    "OPEN_STATES",
    "PLANNED_STATES",
    "SETTLED_STATES",
    "TRAVEL",
    "UNFINISHED",
    "Action",
    "CostKind",
    "Desk",
    "FileKind",
    "ItemCost",
    "ItemFile",
    "ItemPayment",
    "ItemPurchase",
    "LearningPlan",
    "LinePayment",
    "PaidBy",
    "PlanItem",
    "RequestStep",
    "Scenario",
    "ScenarioFund",
    "ScenarioLine",
    "ScenarioRule",
    "State",
    "Status",
    "Study",
]
