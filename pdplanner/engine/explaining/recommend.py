"""For one person: what each offering would add to what they have chosen already."""

from collections.abc import Collection
from typing import Literal, NamedTuple

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.hours_left import HoursLeft
from pdplanner.engine.explaining.explain import Lift
from pdplanner.engine.values.fields import HIGHEST_LEVEL
from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.person import Person, Target

Bar = Literal["excluded", "prerequisites", "session", "hours", "cap"]


class Suggestion(NamedTuple):
    """An offering's points on top of those chosen.

    `cents` is the plain price with all costs, None where it is sold by the cohort only; `bar`
    names the rule that keeps it from being added now; `free` is, for a paid offering, the best
    free one that closes at least as many points.
    """

    offering: str
    points: int
    cents: int | None
    hours: float
    lifts: tuple[Lift, ...]
    bar: Bar | None
    free: str | None


def recommend(
    person: Person, offerings: Collection[Offering], chosen: Collection[str] = ()
) -> tuple[Suggestion, ...]:
    """Every offering that still closes points, the most points first, then the cheapest.

    Neither chosen nor done offerings are suggested; without a money or hours limit a bar is
    left to the caller.
    """
    state = _State(person, [one for one in offerings if one.id in chosen])
    found = []
    for one in offerings:
        if one.id in chosen or one.id in person.done:
            continue
        lifts = _lifts(state, one)
        if lifts:
            points = sum(lift.points for lift in lifts)
            bar = _bar(person, one, state)
            found.append(Suggestion(one.id, points, _cents(one), one.hours, lifts, bar, None))
    found.sort(key=_order)
    return _with_free(found)


class _State:
    """What the chosen offerings leave of the person's gaps, hours, cap and days.

    `gaps` holds, by indicator with a target, the level today, the level after the chosen ones,
    and the points of holding each level.
    """

    def __init__(self, person: Person, taken: list[Offering]) -> None:
        after = learning.best_of(learning.reached(person, one) for one in taken)
        self.gaps = {
            code: (held := person.level(code), max(held, after.get(code, 0)), _worths(target))
            for code, target in person.targets.items()
        }
        self.ids = {*person.done}
        self.sessions = {*person.busy}
        self.hours = HoursLeft(person)
        self.cap = person.cap
        for one in taken:
            self.ids.add(one.id)
            self.sessions.update(one.sessions)
            self.hours.take(one)
            if self.cap is not None:
                self.cap -= _cents(one) or 0


def _worths(target: Target) -> tuple[int, ...]:
    return tuple(target.worth(level) for level in range(HIGHEST_LEVEL + 1))


def _lifts(state: _State, offering: Offering) -> tuple[Lift, ...]:
    """What closes points on top of the chosen; the best of several tags of one indicator."""
    best: dict[str, Lift] = {}
    for tag in offering.teaches:
        code = tag.indicator
        if code not in state.gaps:
            continue
        held, before, worths = state.gaps[code]
        points = worths[tag.level] - worths[before]
        if tag.start <= held and points > 0 and (code not in best or tag.level > best[code].after):
            best[code] = Lift(code, before, tag.level, points)
    return tuple(best[code] for code in sorted(best))


def _cents(offering: Offering) -> int | None:
    return None if offering.price is None else offering.price + offering.place_costs


def _bar(person: Person, one: Offering, state: _State) -> Bar | None:
    if one.id in person.excluded:
        return "excluded"
    if one.requires and not state.ids.issuperset(learning.unmet(person, one)):
        return "prerequisites"
    if one.requires and learning.too_late(person, one):
        return "prerequisites"
    if one.sessions and not state.sessions.isdisjoint(one.sessions):
        return "session"
    if not state.hours.allow(one):
        return "hours"
    over = state.cap is not None and (_cents(one) or 0) > state.cap
    return "cap" if over else None


def _order(one: Suggestion) -> tuple[int, float, float, str]:
    cents = float("inf") if one.cents is None else one.cents
    return -one.points, cents, one.hours, one.offering


def _with_free(found: list[Suggestion]) -> tuple[Suggestion, ...]:
    """Name beside each paid offering the first free one that closes at least as many points."""
    free = next((one for one in found if one.cents == 0 and one.bar is None), None)
    if free is None:
        return tuple(found)
    return tuple(
        one._replace(free=free.offering) if one.cents and free.points >= one.points else one
        for one in found
    )
