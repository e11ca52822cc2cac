"""Runs for places: against every choice of runs, and rule by rule."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from pdplanner.engine.timetable.runs import DayLimit, Place, Run, timetable


def run(name, day, *, days=1, seats=None, away=True):
    taken = tuple(str(each) for each in range(day, day + days)) if away else ()
    return Run(id=name, begins=day, ends=day + days - 1, days=taken, seats=seats)


def place(offering, *runs, person="ana", after=()):
    return Place(person=person, offering=offering, runs=runs, after=after)


def chosen(places, limits=()):
    found = timetable(places, limits)
    return {offering: run and run.id for (_person, offering), run in found.items()}


def test_the_earliest_run_is_taken():
    assert chosen([place("a", run("late", 9), run("early", 2))]) == {"a": "early"}


def test_nobody_is_in_two_runs_on_one_day():
    found = chosen([place("a", run("a1", 1, days=2)), place("b", run("b1", 2), run("b2", 5))])

    assert found == {"a": "a1", "b": "b2"}


def test_a_course_beside_the_work_meets_nothing():
    found = chosen([place("a", run("a1", 1)), place("b", run("b1", 1, away=False))])

    assert found == {"a": "a1", "b": "b1"}


def test_what_comes_first_ends_before_the_other_begins():
    places = [
        place("b", run("b1", 4), run("b2", 6), after=("a",)),
        place("a", run("a1", 3, days=2)),
    ]

    assert chosen(places) == {"a": "a1", "b": "b2"}


def test_seats_of_a_run_go_round():
    only = run("r1", 1, seats=1)
    places = [place("a", only, run("r2", 5), person=name) for name in ("ana", "ben")]

    assert sorted(run.id for run in timetable(places).values()) == ["r1", "r2"]


def test_so_many_stay_at_work():
    places = [place("a", run("r1", 1), run("r2", 5), person=name) for name in ("ana", "ben")]
    limits = [DayLimit(people=("ana", "ben"), day="1", away=1)]

    assert sorted(run.id for run in timetable(places, limits).values()) == ["r1", "r2"]


def test_what_fits_nowhere_has_no_run_and_the_others_have():
    found = chosen([place("a", run("a1", 1)), place("b", run("b1", 1)), place("c", run("c1", 2))])

    assert found["c"] == "c1"
    assert sorted(each is None for each in (found["a"], found["b"])) == [False, True]


def test_nothing_to_place_is_an_empty_timetable():
    assert timetable([]) == {}
    assert timetable([place("a")]) == {("ana", "a"): None}


RUNS = {name: run(name, day, days=days, seats=seats) for name, day, days, seats in (
    ("a1", 1, 1, 1), ("a2", 3, 2, None), ("b1", 2, 2, 1), ("b2", 4, 1, 2), ("c1", 1, 4, None),
    ("c2", 6, 1, 0),
)}  # fmt: skip


@st.composite
def tables(draw):
    places = []
    for person in ("ana", "ben"):
        for offering in draw(st.lists(st.sampled_from("abc"), unique=True)):
            mine = [RUNS[name] for name in RUNS if name[0] == offering and draw(st.booleans())]
            after = draw(st.sampled_from(((), ("a",)))) if offering != "a" else ()
            places.append(place(offering, *mine, person=person, after=after))
    limits = [
        DayLimit(people=("ana", "ben"), day=str(day), away=1)
        for day in draw(st.lists(st.integers(1, 6), unique=True))
    ]
    return places, limits


def allowed(places, limits, picked):
    taken = [(one, run) for one, run in zip(places, picked, strict=True) if run]
    days = [(one.person, day) for one, run in taken for day in run.days]
    runs = {(one.person, one.offering): run for one, run in taken}
    known = {(one.person, one.offering) for one in places if one.runs}
    in_order = all(
        (one.person, other) in runs and runs[one.person, other].ends < run.begins
        for one, run in taken
        for other in one.after
        if (one.person, other) in known
    )
    return (
        in_order
        and len(days) == len({*days})
        and all(
            run.seats is None or sum(other is run for _one, other in taken) <= run.seats
            for _one, run in taken
        )
        and all(sum(day == limit.day for _, day in days) <= limit.away for limit in limits)
    )


def worth(picked):
    placed = [run for run in picked if run]
    return len(placed), -sum(run.begins for run in placed)


@settings(max_examples=60)
@given(tables())
def test_no_choice_of_runs_is_better(drawn):
    places, limits = drawn
    every = product(*((None, *one.runs) for one in places))
    best = max(worth(picked) for picked in every if allowed(places, limits, picked))

    found = timetable(places, limits)

    picked = [found[one.person, one.offering] for one in places]
    assert allowed(places, limits, picked)
    assert worth(picked) == best
