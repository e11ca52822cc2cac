"""Why an offering is not in the plan: each reason has its instance."""

import pytest

from pdplanner.engine import Fund, ProblemError, Requirement, solve, why_not
from tests.engine.instances import DATA, SAFETY, course, learner, problem, teaches, wants

BEST = course("best", hours=8, teaches=(teaches(3),))
LIMITED = course("limited", hours=8, seats=9, teaches=(teaches(2),))
TWO = {DATA: wants(), SAFETY: wants(weight=1)}


def side(**changes):
    """Teaches what the best course does not."""
    return course("side", **{"teaches": (teaches(1, SAFETY),), **changes})


CASES = {
    "chosen": problem(side(), learner(targets=TWO)),
    "no gap": problem(side(), learner()),
    "done": problem(side(), learner(targets=TWO, done=("side",))),
    "excluded": problem(side(), learner(targets=TWO, excluded=("side",))),
    "entry level": problem(side(teaches=(teaches(3, SAFETY, start=1),)), learner(targets=TWO)),
    "no seats": problem(side(seats=0), learner(targets=TWO)),
    "over hours": problem(side(hours=8.25), learner(targets=TWO)),
    "over the hours of its term": problem(
        side(hours=2, term="fall"), learner(targets=TWO, term_hours={"fall": 1})
    ),
    "over cap": problem(side(price=2), learner(targets=TWO, cap=1)),
    "over fund": problem(side(price=2), learner(targets=TWO), money=1),
    "no fund": problem(side(price=2, funds=()), learner(targets=TWO)),
    "prerequisites": problem(
        course("basics", teaches=(), hours=9),
        side(requires=(Requirement(offering="basics"),)),
        learner(targets=TWO),
    ),
    "required earlier": problem(
        course("basics", teaches=()),
        side(requires=(Requirement(offering="basics", earlier=True),)),
        learner(targets=TWO),
    ),
    "closed by the plan": problem(BEST, side(teaches=(teaches(2),), price=5), learner()),
    "session": problem(
        course("best", sessions=("mon",), teaches=(teaches(3),)),
        side(sessions=("mon",)),
        learner(targets=TWO),
    ),
    "session of somebody who is busy": problem(
        side(sessions=("mon",)), learner(targets=TWO, busy=("mon",))
    ),
    "seats taken": problem(
        side(seats=1), learner("ana", targets=TWO), learner("ben", targets={SAFETY: wants()})
    ),
    "elsewhere": problem(BEST, side(), learner(targets=TWO)),
}


@pytest.mark.parametrize("rule", CASES)
def test_the_reason_is_named(rule):
    team = CASES[rule]

    answer = why_not(team, solve(team), "side")

    named = {
        "over the hours of its term": "over hours",
        "session of somebody who is busy": "session",
    }
    assert answer.people[0].rule == named.get(rule, rule)


def test_the_reason_gives_its_figures():
    team = problem(BEST, side(price=250, hours=1), learner(targets=TWO))

    (one,) = why_not(team, solve(team), "side").people

    assert (one.points, one.cents, one.hours) == (1, 250, 1)


def test_what_dominates_is_named():
    team = problem(
        course("best", hours=5, teaches=(teaches(3),)),
        side(hours=4, price=9, teaches=(teaches(2, SAFETY),)),
        course("other", hours=4, teaches=(teaches(2, SAFETY),)),
        learner(targets=TWO),
    )

    (one,) = why_not(team, solve(team), "side").people

    assert (one.rule, one.other) == ("dominated", "other")


def test_the_person_for_whom_it_comes_nearest_is_named():
    team = problem(
        BEST, side(), learner("ana", done=("side",)), learner("ben", targets=TWO), learner("cleo")
    )

    answer = why_not(team, solve(team), "side")

    assert (answer.nearest.person, answer.nearest.rule) == ("ben", "elsewhere")
    assert [one.person for one in answer.people] == ["ana", "ben", "cleo"]


def test_a_fund_that_may_not_pay_a_cost_is_no_fund():
    funds = (Fund(id="local", amount=9), Fund(id="title", amount=9))
    team = problem(
        side(price=5, funds=("title",)), learner(targets=TWO, funds=("local",)), funds=funds
    )

    assert why_not(team, solve(team), "side").people[0].rule == "no fund"


def test_an_unknown_offering_is_refused():
    team = problem(side(), learner())

    with pytest.raises(ProblemError, match='no offering "gone"'):
        why_not(team, solve(team), "gone")
