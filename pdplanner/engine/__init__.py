"""The planner: a problem in, a plan with its proof out. Knows no web and no database."""

from pdplanner.engine.check import check
from pdplanner.engine.errors import EngineError, NoPlanWithinLimits, ProblemError, UnsafePlan
from pdplanner.engine.format import read_problem
from pdplanner.engine.problem import (
    Assignment,
    BenchGoal,
    Cohort,
    Cost,
    Cover,
    Fund,
    Holding,
    MemberPrice,
    Membership,
    Offering,
    Person,
    Problem,
    Requirement,
    Tag,
    Target,
    Tier,
)
from pdplanner.engine.recommend import Suggestion, recommend
from pdplanner.engine.result import Choice, Limits, Reason, Result
from pdplanner.engine.solve import greedy, solve
from pdplanner.engine.why_not import WhyNot, why_not
from pdplanner.engine.writing import write_problem, write_result

__all__ = [
    "Assignment",
    "BenchGoal",
    "Choice",
    "Cohort",
    "Cost",
    "Cover",
    "EngineError",
    "Fund",
    "Holding",
    "Limits",
    "MemberPrice",
    "Membership",
    "NoPlanWithinLimits",
    "Offering",
    "Person",
    "Problem",
    "ProblemError",
    "Reason",
    "Requirement",
    "Result",
    "Suggestion",
    "Tag",
    "Target",
    "Tier",
    "UnsafePlan",
    "WhyNot",
    "check",
    "greedy",
    "read_problem",
    "recommend",
    "solve",
    "why_not",
    "write_problem",
    "write_result",
]
