"""The rules that hold a plan back, and the problem without each of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from pdplanner.engine.values.fields import MOST_HOURS
from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem

RuleKind = Literal[
    "hours",
    "cap",
    "floor",
    "soft floor",
    "seats",
    "mentors",
    "cover",
    "fund",
    "pin",
    "exclusion",
]


@dataclass(frozen=True, order=True)
class ActiveRule:
    """A rule that a problem sets; `of` is the offering or fund that it is about, else empty."""

    kind: RuleKind
    of: str = ""


def active_rules(problem: Problem) -> tuple[ActiveRule, ...]:
    """What can be left out of the problem: for everybody at once, by fund, by offering."""
    people, offerings = problem.people, problem.offerings
    found = [ActiveRule("hours")] if people else []
    if any(one.cap is not None for one in people):
        found.append(ActiveRule("cap"))
    if any(one.floor for one in people):
        found.append(ActiveRule("floor"))
    if any(one.soft_floor is not None for one in people):
        found.append(ActiveRule("soft floor"))
    if any(_sold(one) for one in offerings):
        found.append(ActiveRule("seats"))
    if any(one.mentor is not None for one in offerings):
        found.append(ActiveRule("mentors"))
    if problem.cover:
        found.append(ActiveRule("cover"))
    restricted = (one.id for one in problem.funds if _restricts(problem, one.id))
    found += [ActiveRule("fund", one) for one in restricted]
    pinned = {one for person in people for one in person.pinned}
    excluded = {one for person in people for one in person.excluded}
    found += [ActiveRule("pin", one) for one in sorted(pinned)]
    return (*found, *(ActiveRule("exclusion", one) for one in sorted(excluded)))


def without_rule(problem: Problem, rule: ActiveRule) -> Problem:
    """The problem without the rule; everything else stays as it is."""
    return WITHOUT[rule.kind](problem, rule.of)


def _restricts(problem: Problem, fund: str) -> bool:
    """Whether something that costs, or somebody, may not use the fund."""
    paid = [one.funds for one in problem.offerings if one.price or one.cohort is not None]
    paid += [cost.funds for one in problem.offerings for cost in one.costs]
    paid += [one.funds for one in problem.memberships]
    payers = (*paid, *(one.funds for one in problem.people))
    return any(funds is not None and fund not in funds for funds in payers)


def _people(problem: Problem, change: Callable[[Person], Person]) -> Problem:
    return replace(problem, people=tuple(change(one) for one in problem.people))


def _offerings(problem: Problem, change: Callable[[Offering], Offering]) -> Problem:
    return replace(problem, offerings=tuple(change(one) for one in problem.offerings))


def _hours(problem: Problem, _of: str) -> Problem:
    return _people(problem, lambda one: replace(one, hours=MOST_HOURS, term_hours={}))


def _cap(problem: Problem, _of: str) -> Problem:
    return _people(problem, lambda one: replace(one, cap=None))


def _floor(problem: Problem, _of: str) -> Problem:
    return _people(problem, lambda one: replace(one, floor=0))


def _soft_floor(problem: Problem, _of: str) -> Problem:
    return _people(problem, lambda one: replace(one, soft_floor=None))


def _seats(problem: Problem, _of: str) -> Problem:
    """Places that somebody sells; those that a colleague gives are another rule."""
    return _offerings(problem, lambda one: replace(one, seats=None) if _sold(one) else one)


def _sold(offering: Offering) -> bool:
    return offering.mentor is None and offering.seats is not None


def _mentors(problem: Problem, _of: str) -> Problem:
    """Colleagues mentor as many as wish it, in hours of nobody."""
    return _offerings(
        problem,
        lambda one: one if one.mentor is None else replace(one, seats=None, mentor=None),
    )


def _cover(problem: Problem, _of: str) -> Problem:
    return replace(problem, cover=())


def _fund(problem: Problem, fund: str) -> Problem:
    """The fund may pay for everything and everybody."""
    open_to_all = _people(problem, lambda one: replace(one, funds=_with(one.funds, fund)))
    members = tuple(replace(one, funds=_with(one.funds, fund)) for one in problem.memberships)
    open_to_all = replace(open_to_all, memberships=members)
    return _offerings(open_to_all, lambda one: _paid_also_by(one, fund))


def _paid_also_by(offering: Offering, fund: str) -> Offering:
    cohort = offering.cohort
    return replace(
        offering,
        funds=_with(offering.funds, fund),
        costs=tuple(replace(one, funds=_with(one.funds, fund)) for one in offering.costs),
        cohort=None if cohort is None else replace(cohort, funds=_with(cohort.funds, fund)),
    )


def _with(funds: tuple[str, ...] | None, fund: str) -> tuple[str, ...] | None:
    return funds if funds is None or fund in funds else (*funds, fund)


def _pin(problem: Problem, offering: str) -> Problem:
    return _people(problem, lambda one: replace(one, pinned=_less(one.pinned, offering)))


def _exclusion(problem: Problem, offering: str) -> Problem:
    return _people(problem, lambda one: replace(one, excluded=_less(one.excluded, offering)))


def _less(ids: Iterable[str], gone: str) -> tuple[str, ...]:
    return tuple(one for one in ids if one != gone)


WITHOUT: dict[RuleKind, Callable[[Problem, str], Problem]] = {
    "hours": _hours,
    "cap": _cap,
    "floor": _floor,
    "soft floor": _soft_floor,
    "seats": _seats,
    "mentors": _mentors,
    "cover": _cover,
    "fund": _fund,
    "pin": _pin,
    "exclusion": _exclusion,
}
