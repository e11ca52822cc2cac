"""Pins of one person that fit one by one, but not together: the fewest, resource by resource."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pdplanner.engine.choices.candidate import Candidates
from pdplanner.engine.conflicts.fewest_pins import fewest_pins
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.result import Reason
from pdplanner.engine.values.word_lists import in_a_row


def must_take(pins: Iterable[str], found: Candidates) -> list[str]:
    """Pins and everything that they require."""
    queue = [one for one in pins if one in found]
    for one in queue:
        queue.extend(need for need in found[one].unmet if need not in queue)
    return queue


def pins_together(person: Person, found: Candidates) -> Iterator[Reason]:
    """A reason for each of hours, terms, cap and sessions that all pins exceed."""
    if not person.pinned:
        return
    mine = _Pins(person, found)
    hours = {one: found[one].offering.hours for one in mine.all}
    cents = {one: min(place.cost for place in found[one].places) for one in mine.all}
    yield from mine.over("hours", hours, person.hours)
    for term, most in person.term_hours.items():
        of_term = {one: each for one, each in hours.items() if found[one].offering.term == term}
        yield from mine.over("term hours", of_term, most, f" in term {term}")
    if person.cap is not None:
        yield from mine.over("cap", cents, person.cap)
    yield from mine.clashes()


class _Pins:
    """One person's pins; `asked` is what each takes with all that it requires."""

    def __init__(self, person: Person, found: Candidates) -> None:
        self.person, self.found = person, found
        self.all = must_take(person.pinned, found)
        self.asked = {pin: self._taken([pin]) for pin in person.pinned}

    def over(
        self, rule: str, amounts: Mapping[str, float], limit: float, where: str = ""
    ) -> Iterator[Reason]:
        """The reason, where the pins ask for more than the limit."""
        pins = fewest_pins(self.asked, amounts, limit)
        taken = tuple(one for one in self._taken(pins) if one in amounts)
        needs = sum(amounts[one] for one in taken)
        singly = len(pins) == 1
        much = f"{'takes' if singly else 'take'} {needs} hours of {limit}{where}"
        if rule == "cap":
            much = f"{'costs' if singly else 'cost'} {needs} cents, the cap is {limit}"
        if pins:
            unit = " cents" if rule == "cap" else " hours"
            text = f"{self._named(pins, amounts, unit)} {much}."
            yield Reason(
                rule=rule, text=text,
                people=(self.person.id,), offerings=taken, needs=needs, has=limit,
            )  # fmt: skip

    def clashes(self) -> Iterator[Reason]:
        """By session, two of what the pins take that meet in it."""
        by_session: dict[str, list[str]] = defaultdict(list)
        for one in self.all:
            for session in self.found[one].offering.sessions:
                by_session[session].append(one)
        for session, ones in sorted(by_session.items()):
            pins = fewest_pins(self.asked, dict.fromkeys(ones, 1), 1)
            clash = tuple(one for one in self._taken(pins) if one in ones)[:2]
            if clash:
                who = self.person.id
                text = f"{self._named(pins)} {_meet(pins, clash)} in session {session}."
                yield Reason(rule="sessions", text=text, people=(who,), offerings=clash)

    def _named(
        self, pins: Sequence[str], amounts: Mapping[str, float] | None = None, unit: str = ""
    ) -> str:
        """The pins that count, each with what it takes and with what it requires and is no pin."""
        told, said = set(pins), []
        for pin in (one for one in self.person.pinned if one in pins):
            what = [f"{amounts[pin]:g}{unit}"] if amounts and pin in amounts else []
            for need in self.asked[pin]:
                if need not in told:
                    told.add(need)
                    much = f", {amounts[need]:g}{unit}" if amounts and need in amounts else ""
                    what.append(f"requires {need}{much}")
            said.append(f"{pin} ({'; '.join(what)})" if what else pin)
        return f"The pin{'s' if len(said) > 1 else ''} of {in_a_row(said)} for {self.person.id}"

    def _taken(self, pins: Sequence[str]) -> list[str]:
        """In the order in which the person has pinned them."""
        return must_take((one for one in self.person.pinned if one in pins), self.found)


def _meet(pins: Sequence[str], clash: Sequence[str]) -> str:
    """How two of what the pins take are in one session: the pins themselves, or what they need."""
    if {*pins} == {*clash}:
        return "meet"
    return f"{'needs' if len(pins) == 1 else 'need'} {in_a_row(clash)}, which meet"
