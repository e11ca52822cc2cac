"""The only bridge to the engine: what the database holds as a problem, its result as a plan."""

from pdplanner.plans.planner.problem import obstacles, problem_of
from pdplanner.plans.planner.settings import Settings, Wish
from pdplanner.plans.planner.solving import Built, Draft, PlacedLine, PlanRefused, build, draft

__all__ = [
    "Built",
    "Draft",
    "PlacedLine",
    "PlanRefused",
    "Settings",
    "Wish",
    "build",
    "draft",
    "obstacles",
    "problem_of",
]
