"""The only bridge to the engine: what the database holds as a problem, its result as a plan."""

from pdplanner.engine import Progress, Watch
from pdplanner.plans.planner.drift import Change, drift
from pdplanner.plans.planner.explaining import why_not
from pdplanner.plans.planner.problem import obstacles, problem_of
from pdplanner.plans.planner.settings import Rule, Settings
from pdplanner.plans.planner.solving import Built, Draft, PlacedLine, build, draft
from pdplanner.plans.planner.study_answers import FORM, RESTS_ON, answer
from pdplanner.plans.planner.study_questions import (
    Question,
    Studied,
    draws,
    entry_question,
    questions,
    studied,
)

__all__ = [
    "FORM",
    "RESTS_ON",
    "Built",
    "Change",
    "Draft",
    "PlacedLine",
    "Progress",
    "Question",
    "Rule",
    "Settings",
    "Studied",
    "Watch",
    "answer",
    "build",
    "draft",
    "draws",
    "drift",
    "entry_question",
    "obstacles",
    "problem_of",
    "questions",
    "studied",
    "why_not",
]
