"""An independent check of a result, written from the rules of a plan and not from the model."""

from collections import Counter
from collections.abc import Iterator

from pdplanner.engine.proof.check_claims import claim_violations, impossible_violations
from pdplanner.engine.proof.check_money import money_violations
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import BenchGoal, Problem
from pdplanner.engine.values.result import Result


def check(problem: Problem, result: Result) -> list[str]:
    """Each rule that the result breaks, in a sentence; empty where it keeps them all."""
    if result.status == "impossible":
        return list(impossible_violations(result))
    unknown = list(_unknown(problem, result))
    if unknown:
        return unknown
    found: list[str] = []
    for person in problem.people:
        found += _person_violations(problem, result, person)
    found += _shared_violations(problem, result)
    found += _overworked_mentors(problem, result)
    found += money_violations(problem, result)
    found += _value_violations(problem, result)
    found += claim_violations(result)
    return found


def _unknown(problem: Problem, result: Result) -> Iterator[str]:
    for choice in result.choices:
        if choice.person not in problem.person_by_id:
            yield f"{choice.person} is chosen for and no person of the problem."
        if choice.offering not in problem.offering_by_id:
            yield f"{choice.offering} is chosen and no offering of the problem."
    for cohort in result.cohorts:
        known = problem.offering_by_id.get(cohort.offering)
        if known is None or known.cohort is None:
            yield f"{cohort.offering} is bought by the cohort and has no cohort price."
    for bought in result.memberships:
        if bought.membership not in problem.membership_by_id:
            yield f"{bought.membership} is bought and no membership of the problem."


def _taken(result: Result, person: Person) -> list[str]:
    return [choice.offering for choice in result.choices_of.get(person.id, ())]


def _person_violations(problem: Problem, result: Result, person: Person) -> Iterator[str]:
    taken = _taken(result, person)
    hours = sum(problem.offering(one).hours for one in taken)
    if hours > person.hours:
        yield f"{person.id} takes {hours} hours of {person.hours}."
    yield from _overfull_terms(problem, person, taken)
    mine = result.choices_of.get(person.id, ())
    cents = sum(choice.price + choice.costs for choice in mine)
    if person.cap is not None and cents > person.cap:
        yield f"{person.id} costs {cents} cents, the cap is {person.cap}."
    points = sum(_closed(problem, person, code, taken) for code in person.targets)
    if points < person.floor:
        yield f"{person.id} closes {points} points, the floor is {person.floor}."
    for one, times in Counter(taken).items():
        if times > 1:
            yield f"{person.id} takes {one} {times} times."
    for one in person.pinned:
        if one not in taken:
            yield f"{one} is pinned for {person.id} and not taken."
    yield from _barred(problem, person, taken)
    yield from _clashes(problem, person, taken)


def _overfull_terms(problem: Problem, person: Person, taken: list[str]) -> Iterator[str]:
    for term, most in person.term_hours.items():
        offerings = [problem.offering(one) for one in taken]
        hours = sum(one.hours for one in offerings if one.term == term)
        if hours > most:
            yield f"{person.id} takes {hours} hours of {most} in term {term}."


def _barred(problem: Problem, person: Person, taken: list[str]) -> Iterator[str]:
    for one in taken:
        if one in person.excluded:
            yield f"{one} is excluded for {person.id} and taken."
        if problem.offering(one).mentor == person.id:
            yield f"{person.id} is their own mentor in {one}."
        if one in person.done:
            yield f"{person.id} has done {one} and takes it again."
        for need in problem.offering(one).requires:
            waiver = need.unless
            waived = waiver is not None and person.level(waiver.indicator) >= waiver.level
            in_time = person.done if need.earlier else (*taken, *person.done)
            if not waived and need.offering not in in_time:
                yield f"{person.id} takes {one} without {need.offering}, which it requires."


def _clashes(problem: Problem, person: Person, taken: list[str]) -> Iterator[str]:
    sessions = Counter(session for one in set(taken) for session in problem.offering(one).sessions)
    sessions.update(session for session in person.busy if session in sessions)
    for session, times in sessions.items():
        if times > 1:
            yield f"{person.id} is in session {session} {times} times."


def _shared_violations(problem: Problem, result: Result) -> Iterator[str]:
    places = Counter(choice.offering for choice in result.choices)
    for one, number in places.items():
        seats = problem.offering(one).seats
        if seats is not None and number > seats:
            yield f"{one} is taken by {number} people and has {seats} seats."
    for cover in problem.cover:
        away = {
            choice.person
            for choice in result.choices
            if choice.person in cover.people
            and cover.session in problem.offering(choice.offering).sessions
        }
        if len(away) > cover.away:
            yield f"{len(away)} are away in session {cover.session}, at most {cover.away} may be."


def _overworked_mentors(problem: Problem, result: Result) -> Iterator[str]:
    given: Counter[str] = Counter()
    for choice in result.choices:
        offering = problem.offering(choice.offering)
        if offering.mentor is not None:
            given[offering.mentor] += int(4 * offering.hours)
    for person in problem.people:
        learned = sum(problem.offering(one).hours for one in _taken(result, person))
        hours = learned + given[person.id] / 4
        if given[person.id] and hours > person.hours:
            yield f"{person.id} learns and mentors {hours} hours of {person.hours}."


def _value_violations(problem: Problem, result: Result) -> Iterator[str]:
    points = sum(_worth(problem, result, person) for person in problem.people)
    bench = sum(_bench_reward(problem, result, goal) for goal in problem.bench)
    if bench != result.bench_value:
        yield f"The bench reward is {bench}, the result says {result.bench_value}."
    if points + bench != result.value:
        yield f"The value is {points + bench}, the result says {result.value}."
    hours = sum(problem.offering(choice.offering).hours for choice in result.choices)
    if hours != result.hours:
        yield f"The plan takes {hours} hours, the result says {result.hours}."


def _worth(problem: Problem, result: Result, person: Person) -> int:
    """Points that a person closes; those up to a soft floor count for more."""
    taken, soft = _taken(result, person), person.soft_floor
    points = sum(_closed(problem, person, code, taken) for code in person.targets)
    return points if soft is None else points + soft.extra * min(points, soft.points)


def _held_after(problem: Problem, person: Person, indicator: str, taken: list[str]) -> int:
    """The level of one indicator after all that the person takes."""
    held = person.level(indicator)
    reached = [
        tag.level
        for one in taken
        for tag in problem.offering(one).teaches
        if tag.indicator == indicator and tag.start <= held
    ]
    return max([held, *reached])


def _closed(problem: Problem, person: Person, indicator: str, taken: list[str]) -> int:
    """Points that a person closes on one indicator."""
    target, held = person.targets[indicator], person.level(indicator)
    after = _held_after(problem, person, indicator, taken)
    if target.points is not None:
        return target.points[after] - target.points[held]
    return (target.weight or 0) * max(0, min(target.level or 0, after) - held)


def _bench_reward(problem: Problem, result: Result, goal: BenchGoal) -> int:
    """Reward of the holders added, up to those missing today."""
    counted = [one for one in problem.people if goal.people is None or one.id in goal.people]
    before = sum(one.level(goal.indicator) >= goal.level for one in counted)
    after = sum(
        _held_after(problem, one, goal.indicator, _taken(result, one)) >= goal.level
        for one in counted
    )
    missing = max(0, goal.holders - before)
    return goal.reward * min(missing, after - before)
