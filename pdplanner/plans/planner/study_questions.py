"""What is asked of a plan beside its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from pdplanner import engine
from pdplanner.engine import studies
from pdplanner.engine.values.plenty import with_plenty
from pdplanner.plans.planner.late_runs import with_places_paid
from pdplanner.plans.planner.mentors import learners
from pdplanner.plans.planner.report_figures import LateRuns, LeftOut

# Of the money where it stops helping: the first ones draw the picture, the others make it finer.
PERCENTAGES = (50, 100)
FINER = (25, 75, 10, 90, 5, 15, 35, 60, 20, 30, 40, 45, 70, 80)
CUTS = (10,)
OTHER_CUTS = (5, 20)
DRAWS = 200
# With more people an answer takes minutes.
FEW_PEOPLE, FEW_ENTRIES = 60, 12
DOUBTS = "doubts"
# Reasons that a lower price could change.
MAY_ENTER = ("elsewhere", "dominated", "over fund", "over cap", "closed by the plan")


class Question(NamedTuple):
    kind: str
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class Studied:
    """A built plan, as its files say, and how long to search for each answer.

    `late` are the runs that bound its places by the money that lasts so long.
    """

    problem: engine.Problem
    result: engine.Result
    limits: engine.Limits
    late: Sequence[LateRuns] = ()

    @property
    def with_all_places(self) -> engine.Problem:
        """The problem as it is with money without end, where its places depend on money."""
        if not self.late:
            return self.problem
        return with_places_paid(with_plenty(self.problem), self.late)


def studied(
    problem: str,
    result: str,
    watch: engine.Watch | None = None,
    *,
    late: Sequence[LateRuns] = (),
) -> Studied:
    """`watch` may end the search for an answer, which is worth nothing then."""
    return Studied(
        problem=engine.read_problem(problem),
        result=engine.read_result(result),
        limits=engine.Limits(watch=watch),
        late=late,
    )


def questions(plan: Studied, left_out: tuple[LeftOut, ...], *, holders: int) -> list[Question]:
    """What is asked of every plan, in the order in which a director reads the answers.

    `holders` are how many are to hold an indicator when somebody leaves.
    """
    return [
        *_of_money(plan),
        *_of_rules(plan),
        *_of_entries(plan, left_out),
        *_of_people(plan, holders),
    ]


def draws() -> list[Question]:
    """How the plan fares with ratings off by one, and last which ratings tell most."""
    return [*(Question("draw", str(number)) for number in range(DRAWS)), Question(DOUBTS)]


def entry_question(plan: Studied, reason: LeftOut) -> Question | None:
    """At which price the offering comes in for the person; None where none could help.

    What is sold by the cohort only has no price of one place.
    """
    if not _may_enter(plan, reason):
        return None
    return Question("entry", f"{reason.person_id}/{reason.offering_id}")


def _may_enter(plan: Studied, reason: LeftOut) -> bool:
    if reason.rule not in MAY_ENTER:
        return False
    return plan.problem.offering(str(reason.offering_id)).price is not None


def _of_money(plan: Studied) -> Iterator[Question]:
    yield Question("free")
    funds = plan.problem.funds
    money = any(fund.amount for fund in funds)
    yield from (Question("enough") for _ in funds[:1])
    yield from (Question("curve", str(percent)) for percent in PERCENTAGES if funds)
    yield from (Question("cut", str(percent)) for percent in CUTS if money)
    yield from (Question("more", fund.id) for fund in funds)
    yield from (Question("curve", str(percent)) for percent in FINER if funds)
    yield from (Question("cut", str(percent)) for percent in OTHER_CUTS if money)


def _of_rules(plan: Studied) -> Iterator[Question]:
    for rule in studies.active_rules(plan.problem):
        yield Question("rule", f"{rule.kind}/{rule.of}")


def _of_entries(plan: Studied, left_out: tuple[LeftOut, ...]) -> Iterator[Question]:
    """At which price each comes in for whomever it may cost most; of many people a few."""
    asked = (each for each in left_out if _may_enter(plan, each))
    few = None if len(learners(plan.problem)) <= FEW_PEOPLE else FEW_ENTRIES
    for reason in islice(asked, few):
        yield Question("entry", f"/{reason.offering_id}")


def _of_people(plan: Studied, holders: int) -> Iterator[Question]:
    yield from (Question("departure", f"{one.id}/{holders}") for one in learners(plan.problem))
