"""The order in which a person can attend what is planned for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pdplanner.web.filters import day

NEVER = date.max


@dataclass(frozen=True, kw_only=True)
class Attended:
    """An offering with the first day of its run; `on` is None where it has none to come.

    `fits` is False where it has some, and none fits beside what else is planned. `before` is the
    day of the first dated one that requires it, `after` what it requires itself.
    """

    offering_id: int
    title: str
    on: date | None
    fits: bool
    before: date | None
    after: tuple[str, ...]

    @property
    def when(self) -> str:
        if self.on is not None:
            return f"from {day(self.on)}"
        if not self.fits:
            return "in no run that fits beside the rest of the plan"
        return f"any time before {day(self.before)}" if self.before else "any time"


def in_order(
    titles: Mapping[int, str],
    *,
    requires: Mapping[int, tuple[int, ...]],
    runs: Mapping[int, str | None],
) -> list[Attended]:
    """By first day, what another one requires before it, what has no day last.

    `titles` are those of one person's offerings, `runs` the first days of those that have any.
    """
    order = _Order(titles, requires, runs)
    placed = sorted(titles, key=lambda one: (order.due(one), order.depth(one), titles[one], one))
    return [order.attended(one) for one in placed]


class _Order:
    """Requirements go in no circle: the engine refuses those."""

    def __init__(
        self,
        titles: Mapping[int, str],
        requires: Mapping[int, tuple[int, ...]],
        runs: Mapping[int, str | None],
    ) -> None:
        self.titles, self.runs = titles, runs
        self.needs = {
            one: [need for need in requires.get(one, ()) if need in titles] for one in titles
        }
        self.required_by: dict[int, list[int]] = {one: [] for one in titles}
        for one, needs in self.needs.items():
            for need in needs:
                self.required_by[need].append(one)

    def on(self, one: int) -> date | None:
        chosen = self.runs.get(one)
        return date.fromisoformat(chosen) if chosen else None

    def due(self, one: int) -> date:
        """Its own day, or that of the first one that requires it."""
        return min((self.on(one) or NEVER, *(self.due(each) for each in self.required_by[one])))

    def depth(self, one: int) -> int:
        return max((self.depth(need) + 1 for need in self.needs[one]), default=0)

    def attended(self, one: int) -> Attended:
        due = self.due(one)
        return Attended(
            offering_id=one,
            title=self.titles[one],
            on=self.on(one),
            fits=self.runs.get(one, "") is not None,
            before=None if due == NEVER else due,
            after=tuple(self.titles[need] for need in self.needs[one]),
        )
