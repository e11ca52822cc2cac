"""Among plans of the same value: fewest changes, cost, hours, ids; and always the same plan."""

from dataclasses import replace

from pdplanner.engine import Assignment, Limits, Requirement, Tier, solve, write_result
from tests.engine.instances import DATA, course, learner, problem, taken, teaches, wants


def test_what_was_planned_before_stays_though_it_costs_more():
    kept, cheaper = course("kept", price=500), course("cheaper")
    before = (Assignment(person="ana", offering="kept"),)
    team = problem(kept, cheaper, learner(), previous=before)

    result = solve(team)

    assert taken(result) == {("ana", "kept")}


def test_what_was_planned_before_and_closes_nothing_any_more_goes():
    useless, free = course("useless", price=900_00), course("free")
    before = tuple(Assignment(person="ana", offering=one.id) for one in (useless, free))

    skilled = learner(levels={DATA: 3})
    assert taken(solve(problem(useless, free, skilled, previous=before))) == set()
    # Either closes everything: the dearer one is what the plan can do without.
    assert taken(solve(problem(useless, free, learner(), previous=before))) == {("ana", "free")}


def test_what_was_planned_before_stays_where_something_requires_it():
    first, then = (
        course("first", price=10_00, teaches=()),
        course("then", requires=(Requirement(offering="first"),)),
    )
    before = (Assignment(person="ana", offering="first"),)

    result = solve(problem(first, then, learner(), previous=before))

    assert taken(result) == {("ana", "first"), ("ana", "then")}


def test_the_value_comes_before_what_was_planned():
    kept, better = course("kept", hours=8), course("better", hours=8, teaches=(teaches(3),))
    before = (Assignment(person="ana", offering="kept"),)

    result = solve(problem(kept, better, learner(), previous=before))

    assert taken(result) == {("ana", "better")}


def test_cost_comes_before_hours():
    team = problem(course("quick", price=100, hours=1), course("slow", hours=8), learner())

    result = solve(team)

    assert taken(result) == {("ana", "slow")}


def test_fewer_hours_come_before_the_first_id():
    team = problem(course("a", hours=5), course("b", hours=4.75), learner())

    result = solve(team)

    assert taken(result) == {("ana", "b")}


def test_the_first_id_decides_between_equals():
    team = problem(course("b"), course("a", seats=1), learner())

    result = solve(team)

    assert taken(result) == {("ana", "a")}
    assert result.layers == ("value", "changes", "cost", "hours", "ids")


def test_only_the_layers_asked_for_are_proven():
    team = problem(course("a"), course("b"), learner())

    result = solve(team, Limits(until="cost"))

    assert result.layers == ("value", "changes", "cost")


def test_nothing_idle_is_taken_even_without_tie_breaks():
    free = [course(f"c{n}", hours=0) for n in range(5)]
    team = problem(*free, learner(targets={DATA: wants(weight=1)}))

    result = solve(team, Limits(until="value"))

    assert len(result.choices) == 1


def test_the_same_problem_gives_the_same_text_but_for_seconds(busy_team):
    first, second = solve(busy_team), solve(busy_team)

    assert first.value > 0
    assert first.work.seconds >= 0
    assert write_result(_timeless(first)) == write_result(_timeless(second))


def test_the_order_of_people_and_offerings_does_not_matter(busy_team):
    turned = replace(busy_team, people=busy_team.people[::-1], offerings=busy_team.offerings[::-1])

    first, second = solve(busy_team), solve(turned)

    assert (first.value, first.cost, first.hours) == (second.value, second.cost, second.hours)
    assert first.choices == second.choices


def _timeless(result):
    return replace(result, work=replace(result.work, seconds=0.0))


def test_a_search_that_is_cut_short_still_bounds_every_plan(busy_team):
    best = solve(busy_team, Limits(until="value"))

    cut = solve(busy_team, Limits(nodes=1, tie_nodes=1, until="value"))

    assert best.status == "optimal"
    assert cut.value <= best.value <= cut.bound
    assert cut.gap == cut.bound - cut.value


def test_of_equal_offerings_the_first_id_is_taken_though_another_may_get_cheaper():
    tiers = (Tier(start=2, price=150),)
    dear, tiered = course("a", price=300), course("b", price=300, tiers=tiers)

    assert taken(solve(problem(dear, tiered, learner()))) == {("ana", "a")}
