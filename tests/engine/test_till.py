"""Who pays once runs are known: by hand, and against every choice of runs and payers."""

from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pdplanner.engine import Cohort, Cost, Fund, Offering, Problem, check, solve
from pdplanner.engine.timetable.runs import Place, Run, timetable
from pdplanner.engine.timetable.till import Till
from tests.engine.instances import SAFETY, course, learner, problem, taken, teaches, wants

EARLY, LATE = 1, 9
LASTS = {"grant": 5, "local": 20}


def run(offering: str, day: int, seats: int | None = None) -> Run:
    return Run(id=f"{offering} on {day}", begins=day, ends=day, days=(str(day),), seats=seats)


def funds(grant: int, local: int) -> tuple[Fund, ...]:
    return (Fund(id="grant", amount=grant), Fund(id="local", amount=local))


def team(*parts, grant: int, local: int) -> Problem:
    return problem(*parts, funds=funds(grant, local))


def placed(of: Problem, runs: dict[str, list[Run]]):
    """The plan as it is paid, and the day of each place's run."""
    plan = solve(of)
    till = Till(of, plan, LASTS)
    places = [
        Place(person=one.person, offering=one.offering, runs=tuple(runs[one.offering]))
        for one in plan.choices
    ]
    found = timetable(places, (), till)
    days = {pair: chosen.begins for pair, chosen in found.items() if chosen is not None}
    return plan, till.paid(days), days


PAID = course("paid", price=100, teaches=(teaches(3),))
TRAVEL = Cost(amount=30)
TWO = [learner("ana"), learner("ben")]


def test_money_that_ends_pays_the_early_seat_and_the_other_fund_the_late_one():
    of = team(PAID, *TWO, grant=200, local=100)

    plan, paid, days = placed(of, {"paid": [run("paid", EARLY, 1), run("paid", LATE)]})

    # As the engine knows no runs, the first fund pays both.
    assert plan.fund_spend == {"grant": 200, "local": 0}
    assert paid.fund_spend == {"grant": 100, "local": 100}
    by_day = {days[one.person, one.offering]: one.paid_by for one in paid.choices}
    assert by_day == {EARLY: {"grant": 100}, LATE: {"local": 100}}
    assert check(of, paid) == []


def test_who_has_no_money_left_for_the_late_run_has_none():
    of = team(PAID, *TWO, grant=200, local=99)

    _plan, paid, days = placed(of, {"paid": [run("paid", EARLY, 1), run("paid", LATE)]})

    assert list(days.values()) == [EARLY]
    # A place without a run has no day yet.
    assert check(of, paid) == []


def test_one_offering_leaves_the_early_money_to_another():
    # Both want the early day, which the money of one alone could follow to the late one.
    dear = course("dear", price=100, teaches=(teaches(3, SAFETY),))
    of = team(PAID, dear, learner("ana", targets={"III.E.2": wants(), SAFETY: wants()}),
              grant=100, local=100)  # fmt: skip

    _plan, paid, days = placed(
        of,
        {"paid": [run("paid", EARLY)], "dear": [run("dear", EARLY), run("dear", LATE)]},
    )

    assert days == {("ana", "paid"): EARLY, ("ana", "dear"): LATE}
    by_day = {days[one.person, one.offering]: one.paid_by for one in paid.choices}
    assert by_day == {EARLY: {"grant": 100}, LATE: {"local": 100}}


def test_a_cohort_is_paid_by_what_lasts_until_its_last_place_begins():
    shared = course("shared", price=None, cohort=Cohort(price=100, seats=2), teaches=(teaches(3),))
    runs = {"shared": [run("shared", EARLY, 1), run("shared", LATE, 1)]}

    _plan, paid, days = placed(team(shared, *TWO, grant=100, local=100), runs)
    assert sorted(days.values()) == [EARLY, LATE]
    assert paid.cohorts[0].paid_by == {"local": 100}

    _plan, paid, days = placed(team(shared, *TWO, grant=100, local=0), runs)
    assert list(days.values()) == [EARLY]


@st.composite
def drawn(draw):
    amounts = st.sampled_from((0, 100, 150, 250, 400))
    offerings, runs = [], {}
    for name, indicator in (("a", "I.A.1"), ("b", "I.A.2")):
        cohort = draw(st.sampled_from((None, None, Cohort(price=120, seats=2))))
        lists = st.sampled_from((None, None, None, ("grant",), ("local",)))
        costs = draw(
            st.sampled_from(((), (), (Cost(amount=30),), (Cost(amount=30, funds=("local",)),)))
        )
        offerings.append(
            Offering(
                id=name, hours=1, price=draw(st.sampled_from((100, 150, 0))), cohort=cohort,
                costs=costs, funds=draw(lists), teaches=(teaches(2, indicator),),
            )
        )  # fmt: skip
        seats = st.sampled_from((None, 1, 2))
        days = draw(st.sampled_from(((1, 9), (2, 9), (9,), (1, 9, 30))))
        runs[name] = [run(name, day, draw(seats)) for day in days]
    targets = {"I.A.1": wants(2), "I.A.2": wants(2)}
    lists = st.sampled_from((None, None, ("grant",), ("local",)))
    people = [
        learner(name, targets=targets, funds=draw(lists))
        for name in ("ana", "ben", "cam")[: draw(st.integers(1, 3))]
    ]
    return team(*offerings, *people, grant=draw(amounts), local=draw(amounts)), runs


def fits(pairs, picked) -> bool:
    """Nobody in two runs on one day, no run with more than its seats."""
    chosen = [(pair[0], one) for pair, one in zip(pairs, picked, strict=True) if one]
    days = [(who, one.begins) for who, one in chosen]
    full = (one.seats is not None and sum(o is one for _, o in chosen) > one.seats
            for _, one in chosen)  # fmt: skip
    return len(days) == len({*days}) and not any(full)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(drawn())
def test_nobody_is_paid_from_money_that_ended_and_no_more_could_be_placed(drawn):
    of, runs = drawn

    plan, paid, days = placed(of, runs)

    assert paid is not None
    assert (check(of, paid), paid.cost, taken(paid)) == ([], plan.cost, taken(plan))
    begin = {one.offering: [] for one in paid.cohorts}
    for one in paid.choices:
        day = days.get((one.person, one.offering), 0)
        assert lasts(one.paid_by) >= day
        if one.mode == "cohort":
            begin[one.offering].append(day)
    for one in paid.cohorts:
        assert lasts(one.paid_by) >= max(begin[one.offering])
    assert len(days) == most_placed(of, plan, runs)


def lasts(paid_by) -> int:
    return min((LASTS[fund] for fund, cents in paid_by.items() if cents), default=99)


def most_placed(of: Problem, plan, runs) -> int:
    """By every choice of runs, as far as its bills can be paid."""
    pairs = [(one.person, one.offering) for one in plan.choices]
    till = Till(of, plan, LASTS)
    every = product(*((None, *runs[offering]) for _who, offering in pairs))
    return max(
        sum(one is not None for one in picked)
        for picked in every
        if fits(pairs, picked)
        and till.paid({pair: one.begins for pair, one in zip(pairs, picked, strict=True) if one})
    )
