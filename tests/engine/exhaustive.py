"""The best plan of a very small problem by trying every plan: the oracle of the engine's tests.

Written from the rules alone; shares nothing with the engine but the problem's values.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, product

from pdplanner.engine import Offering, Person, Problem
from tests.engine.exhaustive_money import bills, payable, place_price

MODES = ("seat", "member", "cohort")
Taken = dict[str, str]
"""Mode by offering, for one person."""

Pair = tuple[str, str]
Choice = tuple[str, str, str]
"""Person, offering and mode."""


@dataclass(frozen=True)
class Best:
    """The plan that comes first: value, then changes, cost, hours, number, order."""

    value: int
    cost: int
    hours: float
    changes: int
    choices: tuple[Choice, ...]
    kept: frozenset[Pair] = frozenset()
    """What of the previous plan counted."""


def best_plan(problem: Problem) -> Best | None:
    """The first of all plans that keep every rule; None where there is none.

    What the previous plan had and this one could do without is no reason to have it: without that,
    the first of all plans is another.
    """
    options = [list(_personal_plans(problem, person)) for person in problem.people]
    found = (_measured(problem, team) for team in product(*options))
    plans = [plan for plan in found if plan is not None]
    kept = {(one.person, one.offering) for one in problem.previous}
    while plans:
        best = min((replace(plan, changes=_changes(plan, kept)) for plan in plans), key=_order)
        idle = kept & _idle(problem, plans, best)
        if not idle:
            return replace(best, kept=frozenset(kept))
        kept -= idle
    return None


def _changes(plan: Best, kept: set[Pair]) -> int:
    return len({choice[:2] for choice in plan.choices} ^ kept) if kept else 0


def _idle(problem: Problem, plans: list[Best], best: Best) -> set[Pair]:
    """What can be dropped, one after the other and the dearest first, with no point lost."""
    values = {plan.choices: plan.value for plan in plans}
    left = best.choices
    offerings = {one.id: one for one in problem.offerings}

    def dearest(choice: Choice) -> tuple[float, float, Choice]:
        one = offerings[choice[1]]
        return -place_price(one, choice[2]), -one.hours, choice

    for choice in sorted(left, key=dearest):
        fewer = tuple(one for one in left if one != choice)
        if values.get(fewer) == best.value and not offerings[choice[1]].tiers:
            left = fewer
    return {choice[:2] for choice in best.choices} - {choice[:2] for choice in left}


def has_plan(problem: Problem) -> bool:
    """Whether any plan keeps every rule."""
    options = [list(_personal_plans(problem, person)) for person in problem.people]
    return any(_measured(problem, team) is not None for team in product(*options))


def _order(plan: Best) -> tuple[object, ...]:
    choices = [(person, offering, MODES.index(mode)) for person, offering, mode in plan.choices]
    return (-plan.value, plan.changes, plan.cost, plan.hours, len(choices), choices)


def _personal_plans(problem: Problem, person: Person) -> Iterator[Taken]:
    ways = [[(one, mode) for mode in (None, *_modes(one))] for one in problem.offerings]
    for combination in product(*ways):
        taken = {one.id: mode for one, mode in combination if mode is not None}
        if _allowed(problem, person, taken):
            yield taken


def _modes(offering: Offering) -> list[str]:
    sold = {
        "seat": offering.price is not None,
        "member": offering.member is not None,
        "cohort": offering.cohort is not None,
    }
    return [mode for mode in MODES if sold[mode]]


def _allowed(problem: Problem, person: Person, taken: Taken) -> bool:
    offerings = [one for one in problem.offerings if one.id in taken]
    sessions = Counter(chain.from_iterable(one.sessions for one in offerings))
    sessions.update(one for one in person.busy if one in sessions)
    return (
        sum(one.hours for one in offerings) <= person.hours
        and all(_term_hours(offerings, term) <= most for term, most in person.term_hours.items())
        and all(times == 1 for times in sessions.values())
        and set(person.pinned) <= set(taken)
        and not set(taken) & {*person.excluded, *person.done}
        and all(one.mentor != person.id for one in offerings)
        and all(_ready(person, one, taken) for one in offerings)
        and _points(person, offerings) >= person.floor
    )


def _term_hours(offerings: list[Offering], term: str) -> float:
    return sum(one.hours for one in offerings if one.term == term)


def _ready(person: Person, offering: Offering, taken: Taken) -> bool:
    for need in offering.requires:
        held = need.unless and person.levels.get(need.unless.indicator, 0) >= need.unless.level
        before = set() if need.earlier else {*taken}
        if not held and need.offering not in before | {*person.done}:
            return False
    return True


def _after(person: Person, offerings: list[Offering]) -> dict[str, int]:
    levels = dict(person.levels)
    for one in offerings:
        for tag in one.teaches:
            if person.levels.get(tag.indicator, 0) >= tag.start:
                levels[tag.indicator] = max(levels.get(tag.indicator, 0), tag.level)
    return levels


def _points(person: Person, offerings: list[Offering]) -> int:
    points = 0
    after = _after(person, offerings)
    for code, target in person.targets.items():
        before, now = person.levels.get(code, 0), after.get(code, 0)
        if target.points is not None:
            points += target.points[now] - target.points[before]
        else:
            points += target.weight * max(0, min(target.level, now) - before)
    return points


def _worth(person: Person, points: int) -> int:
    """Each point up to the soft floor counts for more."""
    if person.soft_floor is None:
        return points
    up_to = [1 for number in range(points) if number < person.soft_floor.points]
    return points + person.soft_floor.extra * len(up_to)


def _measured(problem: Problem, team: tuple[Taken, ...]) -> Best | None:
    """The plan with its figures, or None where a rule that people share is broken."""
    plan = dict(zip([one.id for one in problem.people], team, strict=True))
    found = bills(problem, plan)
    if found is None or not payable(problem, found) or not _fits(problem, plan):
        return None
    pairs = {(person, offering) for person, taken in plan.items() for offering in taken}
    hours = {one.id: one.hours for one in problem.offerings}
    return Best(
        value=_value(problem, plan),
        cost=sum(cents for cents, _ in found),
        hours=sum(hours[offering] for _, offering in pairs),
        changes=0,
        choices=tuple(
            sorted((who, one, mode) for who, t in plan.items() for one, mode in t.items())
        ),
    )


def _fits(problem: Problem, plan: dict[str, Taken]) -> bool:
    places = Counter(chain.from_iterable(plan.values()))
    for one in problem.offerings:
        if one.seats is not None and places[one.id] > one.seats:
            return False
    hours = {one.id: one.hours for one in problem.offerings}
    for person in problem.people:
        mentored = {one.id for one in problem.offerings if one.mentor == person.id}
        given = [one for taken in plan.values() for one in taken if one in mentored]
        if given and sum(hours[one] for one in (*given, *plan[person.id])) > person.hours:
            return False
    for cover in problem.cover:
        busy = {one.id for one in problem.offerings if cover.session in one.sessions}
        if sum(bool(busy & set(plan[person])) for person in cover.people) > cover.away:
            return False
    return True


def _value(problem: Problem, plan: dict[str, Taken]) -> int:
    value = 0
    after = {}
    for person in problem.people:
        offerings = [one for one in problem.offerings if one.id in plan[person.id]]
        value += _worth(person, _points(person, offerings))
        after[person.id] = _after(person, offerings)
    for goal in problem.bench:
        counted = [p for p in problem.people if goal.people is None or p.id in goal.people]
        before = sum(p.levels.get(goal.indicator, 0) >= goal.level for p in counted)
        now = sum(after[p.id].get(goal.indicator, 0) >= goal.level for p in counted)
        value += goal.reward * min(max(0, goal.holders - before), now - before)
    return value
