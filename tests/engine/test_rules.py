"""Every rule of a plan alone, on instances that are solved by hand."""

from pdplanner.engine import Cover, Holding, Requirement, Target, Tier, solve, why_not
from tests.engine.instances import (
    DATA,
    SAFETY,
    course,
    learner,
    problem,
    taken,
    teaches,
    wants,
)


def test_two_courses_to_the_same_level_count_once():
    team = problem(course("first"), course("second"), learner())

    result = solve(team)

    assert (result.status, result.value, result.bound) == ("optimal", 10, 10)
    assert taken(result) == {("ana", "first")}


def test_a_level_above_the_target_is_worth_no_more_than_the_target():
    team = problem(course(teaches=(teaches(4),)), learner())

    result = solve(team)

    assert result.value == 3 * 5


def test_who_is_below_the_entry_level_gets_nothing():
    expert_course = course(teaches=(teaches(3, start=2),))
    team = problem(expert_course, learner("ana"), learner("ben", levels={DATA: 2}))

    result = solve(team)

    assert taken(result) == {("ben", "course")}


def test_hours_are_never_exceeded():
    long = course("long", hours=7.75, teaches=(teaches(3),))
    short = course("short", hours=0.5, teaches=(teaches(2, SAFETY),))
    both = {DATA: wants(), SAFETY: wants(weight=1)}
    team = problem(long, short, learner(targets=both))

    result = solve(team)

    assert taken(result) == {("ana", "long")}
    assert result.hours == 7.75


def test_who_is_elsewhere_goes_to_nothing_in_that_session():
    course_on_monday = course(sessions=("mon", "tue"))
    team = problem(course_on_monday, learner("ana", busy=("tue",)), learner("ben", busy=("wed",)))

    assert taken(solve(team)) == {("ben", "course")}


def test_a_term_keeps_its_own_hours_beside_those_of_the_year():
    autumn = course("autumn", hours=3, term="fall", teaches=(teaches(3),))
    more = course("more", hours=2, term="fall", teaches=(teaches(2, SAFETY),))
    spring = course("spring", hours=5, term="spring", teaches=(teaches(1, SAFETY),))
    ana = learner(targets={DATA: wants(), SAFETY: wants(weight=1)}, term_hours={"fall": 4.75})
    team = problem(autumn, more, spring, ana)

    result = solve(team)

    assert taken(result) == {("ana", "autumn"), ("ana", "spring")}
    assert result.status == "optimal"


def test_what_has_no_term_takes_no_hours_of_one():
    autumn = course("autumn", hours=3, term="fall", teaches=(teaches(3),))
    anytime = course("anytime", hours=2, teaches=(teaches(2, SAFETY),))
    ana = learner(targets={DATA: wants(), SAFETY: wants()}, term_hours={"fall": 3})
    team = problem(autumn, anytime, ana)

    assert taken(solve(team)) == {("ana", "autumn"), ("ana", "anytime")}


def test_a_cap_counts_price_and_costs_of_the_persons_places():
    paid = course("paid", price=30_000, teaches=(teaches(3),))
    team = problem(course("free"), paid, learner("ana", cap=29_999), learner("ben", cap=30_000))

    result = solve(team)

    assert taken(result) == {("ana", "free"), ("ben", "paid")}


def test_one_person_is_in_one_place_at_a_time():
    first = course("first", sessions=("mon", "tue"))
    second = course("second", sessions=("tue",), teaches=(teaches(1, SAFETY),))
    team = problem(first, second, learner(targets={DATA: wants(), SAFETY: wants()}))

    result = solve(team)

    assert taken(result) == {("ana", "first")}


def test_a_prerequisite_is_taken_in_the_same_plan():
    basics = course("basics", teaches=(), hours=1)
    advanced = course("advanced", teaches=(teaches(3),), requires=(Requirement(offering="basics"),))
    team = problem(basics, advanced, learner())

    result = solve(team)

    assert taken(result) == {("ana", "basics"), ("ana", "advanced")}


def test_a_prerequisite_is_waived_by_what_is_done_or_held():
    basics = course("basics", teaches=(), hours=8)
    waiver = Holding(indicator=SAFETY, level=2)
    advanced = course(
        "advanced",
        teaches=(teaches(3),),
        requires=(Requirement(offering="basics", unless=waiver),),
    )
    people = (
        learner("ana"),
        learner("ben", done=("basics",)),
        learner("cleo", levels={SAFETY: 2}),
    )
    team = problem(basics, advanced, *people)

    result = solve(team)

    assert taken(result) == {("ben", "advanced"), ("cleo", "advanced")}


def test_a_prerequisite_that_would_come_too_late_must_be_done_already():
    basics = course("basics", teaches=(), hours=1)
    needs = Requirement(offering="basics", earlier=True)
    advanced = course("advanced", teaches=(teaches(3),), requires=(needs,))
    team = problem(basics, advanced, learner("ana"), learner("ben", done=("basics",)))

    result = solve(team)

    assert taken(result) == {("ben", "advanced")}


def test_what_is_done_is_not_taken_again():
    result = solve(problem(course(), learner(done=("course",))))

    assert taken(result) == set()


def test_a_pin_is_kept_though_it_closes_nothing():
    idle = course("idle", teaches=(), hours=8)
    team = problem(course(), idle, learner(pinned=("idle",)))

    result = solve(team)

    assert taken(result) == {("ana", "idle")}
    assert result.value == 0


def test_an_exclusion_holds_for_its_person_only():
    team = problem(course(), learner("ana", excluded=("course",)), learner("ben"))

    result = solve(team)

    assert taken(result) == {("ben", "course")}


def test_a_floor_gives_to_the_person_who_would_go_without():
    scarce = course("scarce", seats=1)
    heavy, light = {DATA: wants(weight=9)}, {DATA: wants(weight=1)}
    without = problem(scarce, learner("ana", targets=heavy), learner("ben", targets=light))
    with_floor = problem(
        scarce, learner("ana", targets=heavy), learner("ben", targets=light, floor=2)
    )

    free, fair = solve(without), solve(with_floor)

    assert (taken(free), free.value) == ({("ana", "scarce")}, 18)
    assert (taken(fair), fair.value) == ({("ben", "scarce")}, 2)


def test_seats_limit_how_many_take_an_offering():
    people = [learner(name) for name in ("ana", "ben", "cleo")]
    team = problem(course(seats=2), *people)

    result = solve(team)

    assert result.value == 2 * 10
    assert taken(result) == {("ana", "course"), ("ben", "course")}


def test_cover_keeps_enough_of_a_group_at_home():
    people = [learner(name) for name in ("ana", "ben", "cleo")]
    group = Cover(people=("ana", "ben"), session="mon", away=1)
    team = problem(course(sessions=("mon",)), *people, cover=(group,))

    result = solve(team)

    assert taken(result) == {("ana", "course"), ("cleo", "course")}


def test_points_may_come_from_a_table():
    table = Target(points=(0, 1, 1, 20, 20))
    cheap, better = course("cheap", teaches=(teaches(2),)), course("better", teaches=(teaches(3),))
    team = problem(cheap, better, learner(targets={DATA: table}))

    result = solve(team)

    assert (taken(result), result.value) == ({("ana", "better")}, 20)


def test_an_empty_problem_has_an_empty_plan():
    result = solve(problem())

    assert (result.status, result.value, result.bound, result.choices) == ("optimal", 0, 0, ())


def test_mentor_gives_each_place_out_of_their_own_hours():
    apprentices = [learner(name, excluded=("reading",)) for name in ("ben", "cleo")]
    team = problem(course("coaching", mentor="ana"), course("reading"), learner(), *apprentices)

    result = solve(team)

    assert taken(result) == {("ana", "reading"), ("ben", "coaching")}
    reasons = {one.person: one.rule for one in why_not(team, result, "coaching").people}
    assert reasons == {"ana": "own mentoring", "ben": "chosen", "cleo": "mentor busy"}


def test_places_that_nobody_takes_cost_a_mentor_nothing():
    coaching = course("coaching", hours=8, mentor="ana")
    team = problem(coaching, course("reading", hours=8), learner())

    assert taken(solve(team)) == {("ana", "reading")}


def test_pins_that_no_mentor_has_hours_for_are_named():
    coaching = course("coaching", hours=8, mentor="ana")
    wanting = [learner(name, pinned=("coaching",)) for name in ("ben", "cleo")]

    result = solve(problem(coaching, learner(), *wanting))

    assert [reason.rule for reason in result.reasons] == ["mentors"]


def test_a_seat_more_is_taken_where_it_makes_the_one_that_teaches_affordable():
    tiered = course(price=300, tiers=(Tier(start=2, price=150),))
    knows_it = learner("ben", levels={DATA: 3})

    result = solve(problem(tiered, learner(cap=200), knows_it, money=300))

    assert (result.value, result.cost) == (10, 300)
    assert taken(result) == {("ana", "course"), ("ben", "course")}
