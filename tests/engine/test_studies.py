"""Studies of a plan: each on an instance that a reader can solve by hand."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from pdplanner.engine import (
    Assignment,
    Cohort,
    Cover,
    Limits,
    MemberPrice,
    Membership,
    Offering,
    Person,
    Problem,
    Requirement,
    solve,
)
from pdplanner.engine import studies as of
from pdplanner.engine.studies import ActiveRule
from tests.engine.instances import DATA, SAFETY, course, learner, problem, taken, teaches, wants
from tests.engine.random_problems import problems

LIMITS = Limits()
PAID = course("paid", price=30_000, teaches=(teaches(3),))
FREE = course("free", teaches=(teaches(1),))
ANA, BEN = learner("ana"), learner("ben")


def value(changed: Problem) -> int:
    return solve(changed).value


def test_each_amount_of_money_has_its_best_plan():
    team = problem(PAID, FREE, ANA, BEN, money=60_000)

    scaled = [of.scaled(team, percent) for percent in (0, 50, 99, 100)]

    assert [sum(fund.amount for fund in one.funds) for one in scaled] == [0, 30_000, 59_400, 60_000]
    assert [value(one) for one in scaled] == [10, 20, 20, 30]


def test_what_is_free_keeps_every_rule_that_can_be_kept():
    team = problem(PAID, FREE, learner("ana", pinned=("free",), floor=5), BEN, money=60_000)

    found = of.free(team, LIMITS)

    assert (found.result.value, found.pins, found.floors) == (10, (), False)


def test_what_is_free_leaves_out_must_haves_that_cost_something():
    basics = course("basics", price=1, teaches=())
    after = course("after", teaches=(teaches(2),), requires=(Requirement(offering="basics"),))
    ana = learner("ana", pinned=("paid", "free"))
    team = problem(PAID, FREE, basics, after, ana, learner("ben", pinned=("after",)), money=60_000)

    found = of.free(team, LIMITS)

    assert found.pins == (("ana", "paid"), ("ben", "after"))
    assert (found.result.value, found.floors) == (10, False)
    assert taken(found.result) == {("ana", "free"), ("ben", "free")}


def test_what_is_free_leaves_out_a_floor_that_only_money_reaches():
    team = problem(PAID, FREE, learner("ana", floor=15), BEN, money=60_000)

    found = of.free(team, LIMITS)

    assert (found.result.value, found.pins, found.floors) == (10, (), True)


def test_money_stops_helping_where_everything_that_can_be_closed_is():
    team = problem(PAID, FREE, ANA, BEN, money=10_000)

    enough = of.enough(team, LIMITS)

    assert (enough.value, enough.cost, enough.least) == (30, 60_000, True)


def test_money_stops_helping_at_the_least_that_any_plan_needs_whatever_was_planned():
    """What stands in the plan before, and costs more for as much, stays in a plan; here it goes."""
    dear = course("dear", price=40_000, teaches=(teaches(3),))
    before = (Assignment(person="ana", offering="dear"),)
    team = problem(PAID, dear, ANA, BEN, money=100_000, previous=before)

    enough = of.enough(team, LIMITS)

    assert solve(team).cost == 70_000
    assert (enough.value, enough.cost, enough.least) == (30, 60_000, True)


@given(problems())
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_where_nothing_changes_the_plan_stays_at_what_it_costs(team: Problem):
    result = solve(team)
    assume(result.status == "optimal")

    found = of.changes(team, result, team, LIMITS)

    assert (found.value, found.cost, found.gone, found.came) == (result.value, result.cost, (), ())


def test_a_cut_names_what_goes_and_what_falls_back():
    team = problem(PAID, FREE, ANA, BEN, money=60_000)
    plan = solve(team)

    cut = of.changes(team, plan, of.scaled(team, 50), LIMITS)

    assert (cut.value, cut.bound, cut.cost, cut.least) == (20, 20, 30_000, True)
    (gone,), (came,), (fallen,) = cut.gone, cut.came, cut.fallen
    assert gone[1] == "paid"
    assert came == (gone[0], "free")
    assert (fallen.person, fallen.indicator, fallen.before, fallen.after) == (gone[0], DATA, 3, 1)
    assert fallen.points == 10
    assert cut.raised == ()


def test_a_cut_touches_nobody_more_than_it_must():
    # Two plans of the same worth are left after the cut; one of them keeps all but one line.
    others = [course(f"other{k}", price=10_000, teaches=(teaches(3),), hours=8) for k in range(3)]
    team = problem(*others, ANA, BEN, learner("cam"), money=30_000)
    plan = solve(team)

    cut = of.changes(team, plan, of.scaled(team, 70), LIMITS)

    assert len(cut.gone) == 1
    assert cut.came == ()


def test_a_cut_below_what_a_pin_costs_says_so():
    team = problem(PAID, replace(ANA, pinned=("paid",)), money=30_000)

    cut = of.changes(team, solve(team), of.scaled(team, 90), LIMITS)

    assert [one.rule for one in cut.reasons] == ["funds"]
    assert cut.gone == cut.came == ()


def test_more_money_in_one_fund_buys_what_only_that_fund_may_pay():
    funds = problem(money=0).funds
    federal = replace(funds[0], id="federal")
    team = problem(replace(PAID, funds=("federal",)), ANA, funds=(*funds, federal))
    plan = solve(team)

    local = of.changes(team, plan, of.more_money(team, "local", 30_000), LIMITS)
    other = of.changes(team, plan, of.more_money(team, "federal", 30_000), LIMITS)

    assert (local.value, local.came) == (0, ())
    assert (other.value, other.came) == (15, (("ana", "paid"),))
    assert [one.points for one in other.raised] == [15]


RULED: dict[str, tuple[Problem, ActiveRule, int]] = {
    "hours": (problem(course(hours=9), ANA), ActiveRule("hours"), 10),
    "cap": (problem(PAID, replace(ANA, cap=100)), ActiveRule("cap"), 15),
    "seats": (
        problem(course(seats=1), ANA, BEN),
        ActiveRule("seats"),
        10,
    ),
    "mentors": (
        problem(course(mentor="ben", seats=1), ANA, replace(BEN, hours=2, targets={})),
        ActiveRule("mentors"),
        10,
    ),
    "cover": (
        problem(
            course(sessions=("mon",)),
            ANA,
            BEN,
            cover=(Cover(people=("ana", "ben"), session="mon", away=1),),
        ),
        ActiveRule("cover"),
        10,
    ),
    "fund": (
        problem(replace(PAID, funds=()), ANA),
        ActiveRule("fund", "local"),
        15,
    ),
    "pin": (
        problem(
            PAID, course("dull", hours=8, teaches=(teaches(1),)), replace(ANA, pinned=("dull",))
        ),
        ActiveRule("pin", "dull"),
        10,
    ),
    "exclusion": (
        problem(course(), replace(ANA, excluded=("course",))),
        ActiveRule("exclusion", "course"),
        10,
    ),
}


@pytest.mark.parametrize("name", RULED)
def test_without_a_rule_the_plan_closes_what_the_rule_cost(name):
    team, rule, worth = RULED[name]

    assert rule in of.active_rules(team)
    assert value(of.without_rule(team, rule)) - value(team) == worth


def test_a_floor_costs_what_fairness_takes_from_the_sum():
    rich = learner("ana", targets={DATA: wants(3, weight=9)})
    poor = replace(learner("ben"), floor=10)
    team = problem(replace(PAID, seats=1), rich, poor, money=30_000)

    assert ActiveRule("floor") in of.active_rules(team)
    assert value(team) == 15
    assert value(of.without_rule(team, ActiveRule("floor"))) == 27


def test_rules_that_nobody_set_are_not_listed():
    assert of.active_rules(problem(course(), ANA)) == (ActiveRule("hours"),)


def test_what_only_one_person_holds_goes_with_them_and_is_repaired_at_the_least_cost():
    holder = learner("ana", levels={DATA: 3})
    dear = course("dear", price=50_000, teaches=(teaches(3),))
    team = problem(PAID, dear, holder, replace(BEN, targets={}), money=0)

    departure = of.departure(team, solve(team), "ana", holders=1, limits=LIMITS)

    (lost,) = departure.lost
    assert (lost.indicator, lost.level, lost.holders, lost.repaired) == (DATA, 3, 0, True)
    assert [(one.person, one.offering) for one in departure.choices] == [("ben", "paid")]
    assert (departure.cost, departure.hours, departure.cheapest) == (30_000, 4, True)


def test_what_others_hold_too_is_not_lost_until_more_holders_are_wanted():
    team = problem(PAID, *(learner(one, levels={DATA: 3}) for one in ("ana", "ben", "cam")))
    plan = solve(team)

    assert of.departure(team, plan, "ana", holders=2, limits=LIMITS).lost == ()
    (lost,) = of.departure(team, plan, "ana", holders=3, limits=LIMITS).lost
    assert (lost.holders, lost.repaired) == (2, False)


def test_the_repair_stands_on_what_the_plan_leaves():
    # The plan takes six of eight hours and brings the skill of which ana is the only holder today.
    plan_course = course("planned", hours=6, teaches=(teaches(3, SAFETY),))
    holder = learner("ana", levels={DATA: 3}, targets={DATA: wants()})
    stays = learner("ben", levels={DATA: 2, SAFETY: 0}, targets={SAFETY: wants()})
    team = problem(plan_course, PAID, holder, stays)

    departure = of.departure(team, solve(team), "ana", holders=1, limits=LIMITS)

    assert [(one.indicator, one.repaired) for one in departure.lost] == [(DATA, False)]
    assert departure.choices == ()


def test_a_repair_takes_the_places_that_a_bought_cohort_has_left():
    shared = course(
        "shared", price=None, cohort=Cohort(price=50_000, seats=2), teaches=(teaches(3),)
    )
    holder = learner("ana", levels={DATA: 3})
    stays = replace(BEN, targets={})
    team = problem(shared, holder, stays, learner("cam", levels={DATA: 2}), money=50_000)
    plan = solve(team)
    assert taken(plan) == {("cam", "shared")}

    departure = of.departure(team, plan, "ana", holders=2, limits=LIMITS)

    assert [(one.person, one.offering) for one in departure.choices] == [("ben", "shared")]
    assert departure.cost == 0


def test_a_team_without_any_fund_still_learns_what_a_repair_costs():
    team = problem(
        replace(PAID, funds=()), learner("ana", levels={DATA: 3}),
        replace(BEN, targets={}, funds=()), funds=(),
    )  # fmt: skip

    departure = of.departure(team, solve(team), "ana", holders=1, limits=LIMITS)

    assert (departure.cost, [one.repaired for one in departure.lost]) == (30_000, [True])


def test_no_more_are_away_for_a_repair_than_the_cover_leaves():
    away = Cover(people=("ana", "ben", "cam"), session="mon", away=1)
    first = course("first", teaches=(teaches(2, SAFETY),), sessions=("mon",))
    second = replace(PAID, sessions=("mon",))
    team = problem(
        first, second, learner("ana", levels={DATA: 3}), replace(BEN, targets={}),
        learner("cam", targets={SAFETY: wants(2)}), cover=(away,), money=0,
    )  # fmt: skip

    departure = of.departure(team, solve(team), "ana", holders=1, limits=LIMITS)

    assert [one.repaired for one in departure.lost] == [False]


def test_who_leaves_mentors_nobody():
    mentoring = course("mentoring", seats=2, teaches=(teaches(3),), mentor="ana")
    team = problem(mentoring, learner("ana", levels={DATA: 3}), replace(BEN, targets={}))

    departure = of.departure(team, solve(team), "ana", holders=1, limits=LIMITS)

    assert [one.repaired for one in departure.lost] == [False]


def test_draws_repeat_and_change_about_a_quarter_of_the_ratings():
    levels = {f"I.A.{number}": 2 for number in range(400)}
    team = problem(learner("ana", levels=levels))

    first, again, other = (of.redrawn(team, number) for number in (7, 7, 8))

    assert first == again != other
    moved = [first.people[0].level(one) - 2 for one in levels]
    assert {*moved} == {-1, 0, 1}
    assert 60 <= sum(one != 0 for one in moved) <= 140


def test_a_line_stays_where_the_redrawn_ratings_leave_it_its_worth():
    sure = course("sure", teaches=(teaches(3, SAFETY),))
    shaky = course("shaky", teaches=(teaches(1),))
    targets = {SAFETY: wants(3), DATA: wants(1)}
    person = learner("ana", levels={SAFETY: 0, DATA: 0}, targets=targets)
    team = problem(sure, shaky, person)
    plan = solve(team)

    draws = [of.draw(team, plan, number, LIMITS) for number in range(40)]

    risen = [of.redrawn(team, one.number).people[0].level(DATA) > 0 for one in draws]
    stays = {pair: sum(pair not in one.gone for one in draws) for pair in plan.pairs}
    assert 0 < sum(risen) < 40
    assert stays == {("ana", "sure"): 40, ("ana", "shaky"): 40 - sum(risen)}
    (doubt,) = of.doubts(team, plan, draws)
    assert (doubt.person, doubt.indicator, doubt.more) == ("ana", DATA, 1.0)


def test_a_draw_without_any_plan_says_so():
    team = problem(course(teaches=(teaches(1),)), replace(ANA, floor=5, levels={DATA: 0}))
    plan = solve(team)

    draws = [of.draw(team, plan, number, LIMITS) for number in range(40)]

    impossible = [one for one in draws if not one.possible]
    assert impossible
    assert all(one.gone == () for one in impossible)


def entry_of(team: Problem, person: Person, offering: Offering) -> of.Entry | None:
    return of.entry(team, solve(team), [person.id], offering.id, LIMITS)


def test_an_offering_enters_at_what_the_better_one_costs():
    dear = replace(PAID, id="dear", price=40_000)
    team = problem(PAID, dear, ANA)

    entry = entry_of(team, ANA, dear)

    # Alone it may cost all the money; the plan of the other is as good up to there.
    assert entry is not None
    assert (entry.cents, entry.short, entry.proven) == (100_000, 0, True)


def test_an_offering_enters_at_what_the_money_leaves_for_it():
    small = course("small", price=20_000, teaches=(teaches(2, SAFETY),))
    team = problem(
        replace(PAID, hours=2), replace(small, hours=2, price=80_000),
        replace(ANA, targets={DATA: wants(3), SAFETY: wants(2, weight=1)}), money=100_000,
    )  # fmt: skip
    assert {one.offering for one in solve(team).choices} == {"paid"}

    entry = entry_of(team, ANA, small)

    assert entry is not None
    assert entry.cents == 70_000


def test_the_price_of_entry_meets_todays_price_to_the_cent():
    exact = replace(PAID, price=9_950)
    team = problem(exact, ANA, money=9_950)

    entry = of.entry(team, solve(team), ["ana"], "paid", LIMITS)

    assert entry is not None
    assert entry.cents == 9_950


def test_an_offering_that_takes_the_hours_of_better_ones_enters_at_no_price():
    weak = course("weak", hours=8, teaches=(teaches(1),))
    team = problem(replace(PAID, hours=8), weak, ANA)

    entry = entry_of(team, ANA, weak)

    assert entry is not None
    assert (entry.cents, entry.short, entry.proven) == (None, 10, True)


def test_an_offering_with_more_hours_than_the_person_has_no_price_at_all():
    assert entry_of(problem(course(hours=9), ANA), ANA, course(hours=9)) is None


def test_the_price_of_entry_respects_the_cap_and_the_funds_that_may_pay():
    dear = replace(PAID, price=90_000)
    capped = replace(ANA, cap=20_000)

    assert getattr(entry_of(problem(dear, capped), capped, dear), "cents", None) == 20_000
    unpaid = replace(dear, funds=())
    assert getattr(entry_of(problem(unpaid, ANA), ANA, unpaid), "cents", None) == 0


def test_a_repair_takes_the_price_of_members_of_a_membership_that_the_plan_buys():
    club = Membership(id="club", price=50_000)
    member = MemberPrice(membership="club", price=10_000)
    sold = course("sold", price=80_000, member=member, teaches=(teaches(3),))
    holder = learner("ana", levels={DATA: 3})
    learners = (learner("cam", levels={DATA: 2}), replace(BEN, targets={}))
    team = problem(sold, holder, *learners, money=60_000, memberships=(club,))
    plan = solve(team)
    assert [(one.person, one.mode) for one in plan.choices] == [("cam", "member")]

    departure = of.departure(team, plan, "ana", holders=2, limits=LIMITS)

    assert [(one.person, one.offering) for one in departure.choices] == [("ben", "sold")]
    assert departure.cost == 10_000
