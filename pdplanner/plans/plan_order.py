"""The order in which a person can attend what is planned for them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from pdplanner.plans.report import Attendance
from pdplanner.web.filters import day

NEVER = date.max


@dataclass(frozen=True, kw_only=True)
class Attended:
    """An offering with the first day of its run; `on` is None where it has none to come.

    `before` is the day of the first dated one that requires it, `after` what it requires itself.
    """

    offering_id: int
    title: str
    on: date | None
    before: date | None
    after: tuple[str, ...]

    @property
    def when(self) -> str:
        if self.on is not None:
            return f"from {day(self.on)}"
        return f"any time before {day(self.before)}" if self.before else "any time"


def in_order(titles: Mapping[int, str], attendance: Collection[Attendance]) -> list[Attended]:
    """By first day, what another one requires before it, what has no day last.

    `titles` are those of one person's offerings, by id.
    """
    known = {each.offering_id: each for each in attendance if each.offering_id in titles}
    order = _Order(titles, known)
    placed = sorted(titles, key=lambda one: (order.due(one), order.depth(one), titles[one], one))
    return [order.attended(one) for one in placed]


class _Order:
    """Requirements go in no circle: the engine refuses those."""

    def __init__(self, titles: Mapping[int, str], known: Mapping[int, Attendance]) -> None:
        self.titles, self.known = titles, known
        self.required_by: dict[int, list[int]] = {one: [] for one in titles}
        for one in titles:
            for need in self.needs(one):
                self.required_by[need].append(one)

    def needs(self, one: int) -> list[int]:
        """What the offering requires, of what is planned."""
        found = self.known.get(one)
        return [need for need in found.requires if need in self.titles] if found else []

    def on(self, one: int) -> date | None:
        """The first run that does not begin before what it requires does, else the last one."""
        found = self.known.get(one)
        days = [date.fromisoformat(each) for each in found.days] if found else []
        earliest = max((self.on(need) or date.min for need in self.needs(one)), default=date.min)
        return next((each for each in days if each >= earliest), days[-1] if days else None)

    def due(self, one: int) -> date:
        """Its own day, or that of the first one that requires it."""
        return min((self.on(one) or NEVER, *(self.due(each) for each in self.required_by[one])))

    def depth(self, one: int) -> int:
        return max((self.depth(need) + 1 for need in self.needs(one)), default=0)

    def attended(self, one: int) -> Attended:
        due = self.due(one)
        return Attended(
            offering_id=one,
            title=self.titles[one],
            on=self.on(one),
            before=None if due == NEVER else due,
            after=tuple(self.titles[need] for need in self.needs(one)),
        )
