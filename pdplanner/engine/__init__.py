"""The planner: a problem in, a plan with its proof out. Knows no web and no database."""

from pdplanner.engine.explaining.recommend import Suggestion, recommend
from pdplanner.engine.explaining.why_not import WhyNot, why_not
from pdplanner.engine.files.format import read_problem
from pdplanner.engine.files.reading import read_result
from pdplanner.engine.files.writing import write_problem, write_result
from pdplanner.engine.proof.check import check
from pdplanner.engine.proof.replay import Proof, prove
from pdplanner.engine.solve import greedy, solve
from pdplanner.engine.values.errors import EngineError, NoPlanWithinLimits, ProblemError, UnsafePlan
from pdplanner.engine.values.problem import (
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
    SoftFloor,
    Tag,
    Target,
    Tier,
)
from pdplanner.engine.values.progress import Progress, Watch
from pdplanner.engine.values.result import Certificate, Choice, Limits, Reason, Result, RowPrice

__all__ = [
    "Assignment",
    "BenchGoal",
    "Certificate",
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
    "Progress",
    "Proof",
    "Reason",
    "Requirement",
    "Result",
    "RowPrice",
    "SoftFloor",
    "Suggestion",
    "Tag",
    "Target",
    "Tier",
    "UnsafePlan",
    "Watch",
    "WhyNot",
    "check",
    "greedy",
    "prove",
    "read_problem",
    "read_result",
    "recommend",
    "solve",
    "why_not",
    "write_problem",
    "write_result",
]
