"""Does the same for many people at once, on all processors; the answers are in their order."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from os import cpu_count
from typing import TypeVar

from pdplanner.engine.pricing.compiled import COMPILES

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(work: Callable[[T], R], many: Sequence[T]) -> list[R]:
    """What is not compiled holds the interpreter: threads would only wait for one another."""
    if not COMPILES:
        return [work(one) for one in many]
    return list(_threads().map(work, many))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(cpu_count())
