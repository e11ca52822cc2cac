"""Which groups may be shown, so that nobody learns of fewer than five people.

A figure of a small group stays hidden; so does one from which a small group's would follow when
it is subtracted from the group around it. Groups are units of a tree, so whatever can be worked
out from the shown ones is a sum of leftovers: a shown unit less the largest shown units inside
it. Each leftover therefore holds nobody, or at least five.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

FEWEST = 5

Path = tuple[int, ...]
"""The ids from the root to a unit."""


class Groups:
    """The units of one tree, and how many people stand at each of them itself."""

    def __init__(self, paths: Iterable[Path], people_at: Mapping[Path, int]) -> None:
        self.paths = sorted(set(paths))
        self.people_at = people_at

    @cached_property
    def sizes(self) -> Mapping[Path, int]:
        """People of the whole subtree."""
        sizes: dict[Path, int] = defaultdict(int)
        for path, people in self.people_at.items():
            for depth in range(1, len(path) + 1):
                sizes[path[:depth]] += people
        return sizes

    @cached_property
    def shown(self) -> frozenset[Path]:
        """The units whose figures may be shown."""
        shown = {path for path in self.paths if self.sizes.get(path, 0) >= FEWEST}
        # From the top: what is hidden on account of a unit above needs no look of its own.
        for path in self.paths:
            if path in shown:
                self._widen(path, shown)
        return frozenset(shown)

    def _widen(self, path: Path, shown: set[Path]) -> None:
        """Hide units inside, the smallest first, until what is left over is large enough."""
        while True:
            inside = self._largest_inside(path, shown)
            left_over = self.sizes[path] - sum(self.sizes[each] for each in inside)
            if left_over == 0 or left_over >= FEWEST:
                return
            shown.discard(min(inside, key=lambda each: (self.sizes[each], each)))

    def _largest_inside(self, path: Path, shown: set[Path]) -> list[Path]:
        found: list[Path] = []
        for each in self.paths:
            is_inside = len(each) > len(path) and each[: len(path)] == path and each in shown
            if is_inside and not any(each[: len(one)] == one for one in found):
                found.append(each)
        return found
