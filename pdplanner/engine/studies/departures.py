"""Who would be missed: the skills that go with a person, and the cheapest way to hold them."""

from dataclasses import dataclass, replace

from pdplanner.engine.explaining.explain import held_after
from pdplanner.engine.solve import solve
from pdplanner.engine.studies.left_places import LeftPlaces, left_places
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.plenty import with_plenty
from pdplanner.engine.values.problem import BenchGoal, Cover, Fund, Membership, Problem
from pdplanner.engine.values.result import Choice, Limits, Result


@dataclass(frozen=True, kw_only=True)
class LostIndicator:
    """An indicator that too few hold at `level` without the person.

    `holders` hold it then, and `after` with the repair, which may bring fewer than are wanted.
    """

    indicator: str
    level: int
    holders: int
    after: int
    repaired: bool


@dataclass(frozen=True, kw_only=True)
class Departure:
    """What goes with a person, and the cheapest choices that restore the most of it.

    `most` says whether no choices restore more, `cheapest` whether none that restore as much cost
    less; the choices come on top of the plan.
    """

    person: str
    lost: tuple[LostIndicator, ...]
    choices: tuple[Choice, ...] = ()
    cost: int = 0
    hours: float = 0.0
    cheapest: bool = True
    most: bool = True


def departure(
    problem: Problem, result: Result, person_id: str, *, holders: int, limits: Limits
) -> Departure:
    """Take one person out once the plan is done; who stays learns in the hours that it leaves.

    An indicator is lost where the person holds their target and fewer than `holders` others
    reach that level. The money of the repair has no limit: its cost is the answer.
    """
    goals = _goals(problem, result, person_id, holders)
    if not goals:
        return Departure(person=person_id, lost=())
    left = left_places(problem, result, [one for one in problem.people if one.id != person_id])
    rest = _repair_problem(problem, result, person_id, goals, left)
    repair = solve(rest, replace(limits, until="cost"))
    after = held_after(rest, repair)
    lost = tuple(_lost(rest, goal, after) for goal in goals)
    return Departure(
        person=person_id,
        lost=lost,
        choices=left.named(repair.choices),
        cost=repair.cost,
        hours=repair.hours,
        cheapest="cost" in repair.layers and (left.exact or not repair.cost),
        most="value" in repair.layers and (left.exact or all(one.repaired for one in lost)),
    )


def _goals(problem: Problem, result: Result, person_id: str, holders: int) -> list[BenchGoal]:
    """A goal for every indicator that the person leaves with too few holders."""
    after = held_after(problem, result)
    leaver = problem.person(person_id)
    others = [one for one in problem.people if one.id != person_id]
    goals = []
    for indicator, target in sorted(leaver.targets.items()):
        level = target.top
        if not level or _level(leaver, after, indicator) < level:
            continue
        left = sum(_level(one, after, indicator) >= level for one in others)
        if left < holders:
            goals.append(BenchGoal(indicator=indicator, level=level, holders=holders, reward=1))
    return goals


def _level(person: Person, after: dict[str, dict[str, int]], indicator: str) -> int:
    return max(person.level(indicator), after[person.id].get(indicator, 0))


def _lost(rest: Problem, goal: BenchGoal, after: dict[str, dict[str, int]]) -> LostIndicator:
    before = sum(one.level(goal.indicator) >= goal.level for one in rest.people)
    repaired = sum(_level(one, after, goal.indicator) >= goal.level for one in rest.people)
    return LostIndicator(
        indicator=goal.indicator,
        level=goal.level,
        holders=before,
        after=repaired,
        repaired=repaired >= goal.holders,
    )


def _repair_problem(
    problem: Problem,
    result: Result,
    person_id: str,
    goals: list[BenchGoal],
    left: LeftPlaces,
) -> Problem:
    """Who stays, after the plan: only the lost indicators count, and any money may be spent."""
    staying = [one for one in problem.people if one.id != person_id]
    away = [_cover_left(problem, result, one, person_id) for one in problem.cover]
    rest = replace(
        problem,
        people=tuple(left.kept_from(_after_plan(problem, result, one)) for one in staying),
        offerings=left.offerings,
        bench=tuple(goals),
        memberships=tuple(_once_bought(one, result) for one in problem.memberships),
        cover=(*away, *left.cover),
        previous=(),
    )
    return with_plenty(rest if rest.funds else _payable(rest))


def _payable(problem: Problem) -> Problem:
    """A problem without any fund, with one that may pay for everything."""
    return replace(
        problem,
        funds=(Fund(id="any", amount=0),),
        people=tuple(replace(one, funds=None) for one in problem.people),
        offerings=tuple(
            replace(
                one,
                funds=None,
                costs=tuple(replace(cost, funds=None) for cost in one.costs),
                cohort=None if one.cohort is None else replace(one.cohort, funds=None),
            )
            for one in problem.offerings
        ),
        memberships=tuple(replace(one, funds=None) for one in problem.memberships),
    )


def _once_bought(membership: Membership, result: Result) -> Membership:
    """What the plan buys costs the repair nothing more."""
    bought = any(one.membership == membership.id for one in result.memberships)
    return replace(membership, price=0) if bought else membership


def _cover_left(problem: Problem, result: Result, cover: Cover, person_id: str) -> Cover:
    """How many of a group may still be away; whoever goes is not missed twice."""
    staying = tuple(one for one in cover.people if one != person_id)
    away = sum(
        choice.person in staying
        and cover.session in problem.offering_by_id[choice.offering].sessions
        for choice in result.choices
    )
    return replace(cover, people=staying, away=max(0, cover.away - away))


def _after_plan(problem: Problem, result: Result, person: Person) -> Person:
    """Levels, hours and cap as the plan leaves them; its sessions are taken."""
    mine = result.choices_of.get(person.id, ())
    taken = [problem.offering_by_id[one.offering] for one in mine]
    given = [problem.offering_by_id[one.offering] for one in result.choices]
    busy = {session for one in taken for session in one.sessions}
    clashing = {one.id for one in problem.offerings if busy & {*one.sessions}}
    hours = sum(one.hours for one in taken)
    hours += sum(one.hours for one in given if one.mentor == person.id)
    spent = sum(one.price + one.costs for one in mine)
    levels = held_after(problem, result)[person.id]
    return replace(
        person,
        hours=max(0, person.hours - hours),
        term_hours={
            term: max(0, most - sum(one.hours for one in taken if one.term == term))
            for term, most in person.term_hours.items()
        },
        cap=None if person.cap is None else max(0, person.cap - spent),
        done=tuple(sorted({*person.done, *(one.id for one in taken)})),
        excluded=tuple(sorted({*person.excluded, *clashing})),
        pinned=(),
        floor=0,
        soft_floor=None,
        levels={**person.levels, **levels},
        targets={},
    )
