"""Why an offering is not in a plan, person by person, where that shows without a search."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.candidate import candidates_of, with_required
from pdplanner.engine.choices.dominance import dominates
from pdplanner.engine.choices.funding import Purse
from pdplanner.engine.choices.market import Market
from pdplanner.engine.choices.place import Candidate
from pdplanner.engine.choices.plan_rest import PlanRest
from pdplanner.engine.explaining.explain import held_after, reaching
from pdplanner.engine.explaining.lacks import Lack, Lacks
from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Result

Why = Literal[
    "no gap",
    "done",
    "excluded",
    "own mentoring",
    "entry level",
    "no seats",
    "required earlier",
    "over hours",
    "no fund",
    "over fund",
    "over cap",
    "prerequisites",
    "closed by the plan",
    "dominated",
    "session",
    "seats taken",
    "mentor busy",
    "elsewhere",
    "chosen",
]

ORDER: tuple[Why, ...] = get_args(Why)
"""From the furthest away from the plan to the nearest."""


@dataclass(frozen=True, kw_only=True)
class PersonWhyNot:
    """One person's reason: the points that it would add to the plan, its cents and hours.

    `other` is the offering that dominates it, meets in the same session, or is required first.
    `has` are the hours or cents that the person has, where they do not suffice. `lacks` is what
    the plan leaves too little of, beside it, for the offering and what it requires; `closed_by`
    are the offerings of the plan that bring the person to the same levels.
    """

    person: str
    rule: Why
    points: int = 0
    cents: int = 0
    hours: float = 0.0
    other: str | None = None
    has: float | None = None
    lacks: tuple[Lack, ...] = ()
    with_required: bool = False
    closed_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WhyNot:
    """The reason of the person for whom the offering comes nearest to the plan, and of each."""

    offering: str
    nearest: PersonWhyNot | None
    people: tuple[PersonWhyNot, ...]


def why_not(problem: Problem, result: Result, offering_id: str) -> WhyNot:
    """The reasons, person by person; `elsewhere`: money and hours close more elsewhere."""
    return WhyNots(problem, result).of(offering_id)


class WhyNots:
    """The reasons of one offering after the other in the same plan."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem, self.result = problem, result
        self.market = Market(problem, Purse(problem))
        self.levels = held_after(problem, result)
        self.lacks = Lacks(PlanRest(problem, result), result)
        self.tops = {one.id: learning.tops(problem, one) for one in problem.people}
        self._candidates: dict[str, dict[str, Candidate]] = {}

    def of(self, offering_id: str) -> WhyNot:
        offering = self.problem.offering(offering_id)
        # Who neither holds nor wants anything is there to mentor others.
        people = [one for one in self.problem.people if one.levels or one.targets]
        found = [_Case(self, person, offering).reason() for person in people]
        nearest = max(found, key=_nearness, default=None)
        return WhyNot(offering=offering_id, nearest=nearest, people=tuple(found))

    def candidates(self, person: Person) -> dict[str, Candidate]:
        """What the person could take."""
        if person.id not in self._candidates:
            self._candidates[person.id] = candidates_of(self.market, person)
        return self._candidates[person.id]


class _Case:
    """One offering for one person."""

    def __init__(self, every: WhyNots, person: Person, offering: Offering) -> None:
        self.problem, self.result, self.market = every.problem, every.result, every.market
        self.every, self.person, self.offering = every, person, offering
        self.levels = every.levels[person.id]

    def reason(self) -> PersonWhyNot:
        plain = self._barred() or self._out_of_reach() or self._unpaid()
        if plain is not None:
            late = learning.too_late(self.person, self.offering)
            other = late[0] if plain == "required earlier" else None
            return self._because(plain, other=other, has=self._has(plain))
        return self._weighed(self.every.candidates(self.person))

    def _because(
        self, rule: Why, *, points: int = 0, other: str | None = None, has: float | None = None
    ) -> PersonWhyNot:
        price = self.offering.price or 0
        return PersonWhyNot(
            person=self.person.id,
            rule=rule,
            points=points,
            cents=price + self.offering.place_costs,
            hours=self.offering.hours,
            other=other,
            has=has,
        )

    def _has(self, rule: Why) -> float | None:
        if rule == "over hours":
            return self.person.quarters_in(self.offering.term) / 4
        return self.person.cap if rule == "over cap" else None

    def _barred(self) -> Why | None:
        if (self.person.id, self.offering.id) in self.result.pairs:
            return "chosen"
        if self.offering.id in self.person.done:
            return "done"
        if self.offering.id in self.person.excluded:
            return "excluded"
        return "own mentoring" if self.offering.mentor == self.person.id else None

    def _out_of_reach(self) -> Why | None:
        top = self.every.tops[self.person.id]
        if not any(code in top for code in learning.reached(self.person, self.offering)):
            waiting = (t for t in self.offering.teaches if t.indicator in top)
            above = any(t.start > self.person.level(t.indicator) for t in waiting)
            return "entry level" if above else "no gap"
        if self.offering.seats == 0:
            return "no seats"
        if not set(self.person.busy).isdisjoint(self.offering.sessions):
            return "session"
        if learning.too_late(self.person, self.offering):
            return "required earlier"
        return "over hours" if self._is_too_long() else None

    def _is_too_long(self) -> bool:
        return self.offering.quarters > self.person.quarters_in(self.offering.term)

    def _unpaid(self) -> Why | None:
        """Which limit leaves no way to pay a place: the cap, an amount, or no fund at all."""
        if self.market.places(self.person, self.offering):
            return None
        if self.market.payable(self.person.funds, self.offering):
            return "over cap"
        lists = [self.offering.funds, *(cost.funds for cost in self.offering.costs)]
        open_funds = [self.market.purse.mask(names, self.person.funds) for names in lists]
        return "over fund" if all(open_funds) else "no fund"

    def _weighed(self, found: dict[str, Candidate]) -> PersonWhyNot:
        """Reasons that compare it with what the plan takes and with other offerings."""
        mine = found.get(self.offering.id)
        if mine is None:
            needed = learning.unmet(self.person, self.offering)
            lacking = (one for one in needed if one not in found)
            return self._because("prerequisites", other=next(lacking, None))
        after = learning.best_of([self.levels, mine.reached])
        points = learning.closed(self.person, after) - learning.closed(self.person, self.levels)
        if points <= 0:
            return replace(self._because("closed by the plan"), closed_by=self._closers(mine))
        better = next((one for one in found if _beats(found[one], mine)), None)
        if better is not None:
            return self._because("dominated", points=points, other=better)
        clash = self._clash()
        if clash is not None:
            return self._because("session", points=points, other=clash)
        return self._left_too_little(mine, points)

    def _left_too_little(self, mine: Candidate, points: int) -> PersonWhyNot:
        """Places, hours of the mentor, or what the offering and all that it requires take."""
        seats, lacks = self.offering.seats, self.every.lacks
        if seats is not None and self._taken() >= seats:
            return self._because("seats taken", points=points)
        if self.offering.mentor in self.problem.person_by_id:
            busy = lacks.of_mentor(self.offering)
            if busy:
                return replace(self._because("mentor busy", points=points), lacks=busy)
        found = self.every.candidates(self.person)
        wanted = with_required(found, mine, but=self._takes())
        return replace(
            self._because("elsewhere", points=points),
            lacks=lacks.of(self.person, wanted),
            with_required=len(wanted) > 1,
        )

    def _takes(self) -> list[str]:
        """The offerings that the plan has for the person."""
        return [one.offering for one in self.result.choices_of.get(self.person.id, ())]

    def _closers(self, mine: Candidate) -> tuple[str, ...]:
        taken = [self.problem.offering(one) for one in self._takes()]
        return reaching(self.person, taken, mine.reached)

    def _taken(self) -> int:
        return sum(one.offering == self.offering.id for one in self.result.choices)

    def _clash(self) -> str | None:
        """What the person takes in one of the offering's sessions."""
        for choice in self.result.choices:
            other = self.problem.offering_by_id[choice.offering]
            if choice.person == self.person.id and {*other.sessions} & {*self.offering.sessions}:
                return other.id
        return None


def _beats(one: Candidate, other: Candidate) -> bool:
    return one.offering.id != other.offering.id and dominates(one, other)


def _nearness(one: PersonWhyNot) -> tuple[int, int, float]:
    return ORDER.index(one.rule), one.points, one.has or 0
