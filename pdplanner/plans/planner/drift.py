"""What a plan rests on that is otherwise today: its problem beside the one of now."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from pdplanner import engine
from pdplanner.plans.planner.mentors import learners
from pdplanner.plans.planner.report_figures import ChosenRun, LateRuns
from pdplanner.plans.planner.requirements import can_be_taken
from pdplanner.plans.planner.solving import Draft

Amount = float | None
T = TypeVar("T", engine.Offering, engine.Person)
Fact = Callable[[T], object]
Figure = Callable[[T], Amount]


class Change(NamedTuple):
    """Something of an offering, of a person or (both None) of all that is not as it was.

    `before` and `after` are cents, hours or places, where it is about an amount.
    """

    what: str
    offering_id: int | None = None
    person_id: int | None = None
    before: Amount = None
    after: Amount = None


def _no_figure(_of: object) -> Amount:
    return None


OFFERING: Mapping[str, tuple[Fact[engine.Offering], Figure[engine.Offering]]] = {
    "price": (lambda of: (of.price, of.tiers), lambda of: of.price),
    "cohort": (lambda of: of.cohort, lambda of: of.cohort.price if of.cohort else None),
    "member": (lambda of: of.member, lambda of: of.member.price if of.member else None),
    "costs": (lambda of: of.costs, lambda of: of.place_costs),
    "length": (lambda of: of.hours, lambda of: of.hours),
    "seats": (lambda of: of.seats, lambda of: of.seats),
    "runs": (lambda of: (_days(of), of.term), _no_figure),
    "teaches": (lambda of: of.teaches, _no_figure),
    "paying": (lambda of: of.funds, _no_figure),
    "requires": (lambda of: of.requires, _no_figure),
    "mentor": (lambda of: of.mentor, _no_figure),
}
PERSON: Mapping[str, tuple[Fact[engine.Person], Figure[engine.Person]]] = {
    "levels": (lambda of: {code: level for code, level in of.levels.items() if level}, _no_figure),
    "targets": (lambda of: of.targets, _no_figure),
    "room": (lambda of: (of.hours, of.term_hours), lambda of: of.hours),
    "allowance": (lambda of: of.cap, lambda of: of.cap),
    "may pay": (lambda of: of.funds, _no_figure),
    "done": (lambda of: of.done, _no_figure),
    "away": (lambda of: (of.busy, of.excluded), _no_figure),
}


def drift(
    problem: str, runs: Iterable[ChosenRun], late: Iterable[LateRuns], now: Draft
) -> list[Change]:
    """Return what changed since a plan's problem was written; nothing where all is as it was.

    `runs` are those that its places are in, `late` those that begin when some money has ended.
    """
    try:
        before = engine.read_problem(problem)
    except engine.ProblemError:
        return [Change("form")]
    after = now.problem
    found = [
        *_offerings(_by_id(before.offerings), _by_id(after.offerings)),
        *_people(before, after),
        *_of_all(before, after),
    ]
    known = {each.offering_id for each in found if each.what in ("runs", "gone offering")}
    gone = {each.person_id for each in found if each.what == "gone person"}
    lost = {each.offering_id for each in runs if each.person_id not in gone and _is_lost(each, now)}
    found += [Change("runs", one) for one in sorted(lost - known)]
    told = {each.offering_id for each in found}
    ends = _lasting(late).items() ^ _lasting(now.late_runs).items()
    return found + [Change("paying", one) for one in sorted({one for one, _ in ends} - told)]


def _lasting(late: Iterable[LateRuns]) -> dict[int, tuple[tuple[str, ...], ...]]:
    """By offering, the funds that last until each of its runs begins."""
    return {one.offering_id: tuple(tuple(funds) for _, funds in one.runs) for one in late}


def _is_lost(chosen: ChosenRun, now: Draft) -> bool:
    """Whether a place's run is no longer one that its person can go to."""
    if chosen.starts_on is None:
        return False
    left = now.timetables.left(chosen.person_id, chosen.offering_id)
    begins = date.fromisoformat(chosen.starts_on).toordinal()
    return all(run.begins != begins for run in left)


def _offerings(
    before: Mapping[int, engine.Offering], after: Mapping[int, engine.Offering]
) -> Iterator[Change]:
    for one in sorted(before.keys() | after.keys()):
        was, now = before.get(one), after.get(one)
        if was is None or now is None:
            yield Change("new offering" if was is None else "gone offering", offering_id=one)
            continue
        for what, (fact, figure) in OFFERING.items():
            if what == "mentor" and was.mentor is None:
                # Plans of earlier releases name no mentor from outside the unit.
                continue
            if fact(was) != fact(now):
                yield Change(what, one, None, figure(was), figure(now))


def _people(before: engine.Problem, after: engine.Problem) -> Iterator[Change]:
    planned = {one.id for problem in (before, after) for one in learners(problem)}
    for one in sorted(before.person_by_id.keys() | after.person_by_id.keys(), key=int):
        was, now = before.person_by_id.get(one), after.person_by_id.get(one)
        if one not in planned and (was is None or now is None):
            # Of a mentor whom no plan is made for, the offering says what changed.
            continue
        if was is None or now is None:
            yield Change("new person" if was is None else "gone person", person_id=int(one))
            continue
        for what, (fact, figure) in PERSON.items():
            if fact(was) != fact(now):
                yield Change(what, None, int(one), figure(was), figure(now))


def _of_all(before: engine.Problem, after: engine.Problem) -> Iterator[Change]:
    for what in ("memberships", "cover"):
        if getattr(before, what) != getattr(after, what):
            yield Change(what)


def _by_id(offerings: tuple[engine.Offering, ...]) -> dict[int, engine.Offering]:
    """Those that somebody could take; the others stand for what was done before."""
    return {int(each.id): each for each in offerings if can_be_taken(each)}


def _days(of: engine.Offering) -> tuple[str, ...]:
    """Without what it cannot be attended beside: that changes with the runs of the other one."""
    return tuple(each for each in of.sessions if " or " not in each)
