"""How far a search is, for whoever watches it and may end it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """The best plan's points so far (None before the first) and what no plan exceeds."""

    value: int | None
    bound: int | None


Watch = Callable[[Progress], bool]
"""Told now and then, from within the search; True ends it and keeps the best plan so far."""


Tell = Callable[[int | None, int | None], bool]
"""The same with value and bound."""


class Lookout:
    """Passes on how far a search is, and remembers that it was asked to end."""

    def __init__(self, watch: Watch | None) -> None:
        self.watch = watch
        self.ended = False

    @property
    def within(self) -> Tell | None:
        """What a search is to call now and then; None where nobody watches."""
        return None if self.watch is None else self.tell

    @property
    def asking(self) -> Tell | None:
        """The same of a search whose figures are none of a plan: it only asks whether to end."""
        return None if self.watch is None else lambda _value, _bound: self.tell(None, None)

    def tell(self, value: int | None, bound: int | None) -> bool:
        """Whether to end here."""
        if self.watch is not None and not self.ended:
            self.ended = self.watch(Progress(value, bound))
        return self.ended
