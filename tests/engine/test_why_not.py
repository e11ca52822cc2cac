"""Why an offering is not in the plan: each reason has its instance."""

import pytest
from hypothesis import HealthCheck, given, settings

from pdplanner.engine import Cohort, Cover, Fund, Problem, ProblemError, Requirement, solve, why_not
from pdplanner.engine.explaining.why_not import WhyNots
from tests.engine.instances import DATA, SAFETY, course, learner, problem, teaches, wants
from tests.engine.random_problems import problems

BEST = course("best", hours=8, teaches=(teaches(3),))
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


def lacks(team, person=0):
    """Rule, what is left and what is missing, of each lack."""
    found = why_not(team, solve(team), "side").people[person]
    assert found.rule in ("elsewhere", "mentor busy")
    return [(one.rule, one.has, one.missing) for one in found.lacks]


def test_hours_that_are_missing_are_counted():
    assert lacks(problem(BEST, side(hours=3), learner(hours=10, targets=TWO))) == [("hours", 2, 1)]


def test_hours_of_a_term_that_are_missing_are_counted():
    best = course("best", hours=8, term="fall", teaches=(teaches(3),))
    person = learner(hours=40, targets=TWO, term_hours={"fall": 9.5})

    assert lacks(problem(best, side(hours=3, term="fall"), person)) == [("term hours", 1.5, 1.5)]


def test_what_it_requires_counts_too():
    basics = course("basics", hours=2, teaches=())
    late = side(hours=1, requires=(Requirement(offering="basics"),))
    team = problem(BEST, basics, late, learner(hours=10, targets=TWO))

    assert lacks(team) == [("hours", 2, 1)]
    assert why_not(team, solve(team), "side").people[0].with_required


def test_money_that_is_missing_is_counted():
    best = course("best", hours=1, price=80, teaches=(teaches(3),))

    assert lacks(problem(best, side(hours=1, price=50), learner(targets=TWO), money=100)) == [
        ("funds", 0, 30)
    ]


def test_money_that_another_fund_could_free_is_not_missing():
    """What the first fund pays the second one could: only hours are in the way."""
    funds = (Fund(id="local", amount=50), Fund(id="title", amount=80))
    best = course("best", hours=8, price=80, teaches=(teaches(3),))
    team = problem(
        best, side(hours=1, price=50, funds=("local",)), learner(targets=TWO), funds=funds
    )

    assert lacks(team) == [("hours", 0, 1)]


def test_an_allowance_that_is_spent_is_counted():
    best = course("best", hours=1, price=80, teaches=(teaches(3),))
    team = problem(best, side(hours=1, price=50), learner(targets=TWO, cap=100), money=1000)

    assert lacks(team) == [("cap", 20, 30)]


def test_of_several_ways_to_pay_the_one_that_lacks_least_is_told():
    best = course("best", hours=1, price=80, teaches=(teaches(3),))
    both = side(hours=1, price=50, cohort=Cohort(price=40, seats=2))
    team = problem(best, both, learner(targets=TWO, cap=100), money=100)

    assert lacks(team) == [("funds", 0, 20)]


def test_a_group_of_which_too_many_would_be_away():
    team = problem(
        course("best", sessions=("mon",), hours=1, teaches=(teaches(3),)),
        side(hours=1, sessions=("mon",)),
        learner("ana", targets={DATA: wants()}),
        learner("ben", targets={SAFETY: wants(weight=1)}),
        cover=(Cover(people=("ana", "ben"), session="mon", away=1),),
    )

    assert lacks(team, person=1) == [("cover", 0, 0)]


def test_a_mentor_whose_hours_are_missing():
    own = course("own", hours=7, teaches=(teaches(3, SAFETY),))
    team = problem(
        own,
        side(hours=2, mentor="ana", teaches=(teaches(1),)),
        learner("ana", hours=8, targets={SAFETY: wants(weight=9)}),
        learner("ben", targets={DATA: wants(weight=1)}),
    )

    assert lacks(team, person=1) == [("mentor", 1, 1)]


def test_what_closes_the_same_levels_is_named():
    team = problem(
        BEST,
        course("safe", hours=0, teaches=(teaches(3, SAFETY),)),
        side(price=9, teaches=(teaches(2), teaches(1, SAFETY))),
        learner(targets=TWO),
    )

    (one,) = why_not(team, solve(team), "side").people

    assert (one.rule, {*one.closed_by}) == ("closed by the plan", {"best", "safe"})


def test_of_all_whose_hours_do_not_suffice_whoever_has_the_most_is_named():
    team = problem(
        side(hours=72), learner("ana", targets=TWO), learner("ben", hours=40, targets=TWO)
    )

    nearest = why_not(team, solve(team), "side").nearest

    assert (nearest.person, nearest.has) == ("ben", 40)


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


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(problems())
def test_where_nothing_lacked_the_plan_would_not_be_the_best(team: Problem) -> None:
    """One more place that nothing stands in the way of would close more."""
    result = solve(team)
    if result.reasons:
        return
    reasons = WhyNots(team, result)
    for offering in team.offerings:
        for one in reasons.of(offering.id).people:
            # A step to a lower price, and seats of what is required, are not reckoned.
            if one.rule == "elsewhere" and not offering.tiers and not one.with_required:
                assert one.lacks
