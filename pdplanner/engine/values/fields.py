"""Checks of single fields; each raises a ProblemError that names the field."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from pdplanner.engine.values.errors import ProblemError, refuse, shown

HIGHEST_LEVEL = 4
MOST_CENTS = 10**12
MOST_POINTS = 10**6
MOST_FLOOR = 10**9
MOST_EXTRA = 100
MOST_COUNT = 10**6
MOST_HOURS = 10_000
LONGEST_ID = 200


def check_id(path: str, value: Any, noun: str = "id") -> None:
    if not isinstance(value, str):
        raise refuse(path, noun, value, "text")
    if not 0 < len(value) <= LONGEST_ID:
        raise refuse(path, noun, value, f"1 to {LONGEST_ID} characters")
    # Nearly every id: one look instead of one at each letter.
    if value.isprintable():
        return
    if any(ord(letter) < 32 or 0xD800 <= ord(letter) <= 0xDFFF for letter in value):
        raise refuse(path, noun, value, "text without control characters or broken surrogates")


def check_ids(path: str, values: Any) -> None:
    """A tuple of distinct ids."""
    check_tuple(path, values)
    seen: set[str] = set()
    for index, value in enumerate(values):
        check_id(f"{path}[{index}]", value)
        if value in seen:
            raise ProblemError(f"{path}[{index}]", f"{shown(value)} is listed twice")
        seen.add(value)


def check_optional_ids(path: str, values: Any) -> None:
    if values is not None:
        check_ids(path, values)


def check_whole(path: str, noun: str, value: Any, *, least: int = 0, most: int) -> None:
    """A whole number; true and false, which Python counts as 1 and 0, are refused."""
    if type(value) is not int:
        raise refuse(path, noun, value, "a whole number")
    if not least <= value <= most:
        raise refuse(path, noun, value, f"{least} to {most}")


def check_level(path: str, value: Any) -> None:
    check_whole(path, "level", value, most=HIGHEST_LEVEL)


def check_flag(path: str, value: Any) -> None:
    if not isinstance(value, bool):
        raise refuse(path, path, value, "true or false")


def check_cents(path: str, noun: str, value: Any) -> None:
    if type(value) is not int:
        raise refuse(path, noun, value, "a whole number of cents")
    if not 0 <= value <= MOST_CENTS:
        raise refuse(path, noun, value, f"0 to {MOST_CENTS} cents")


def check_points(path: str, noun: str, value: Any) -> None:
    check_whole(path, noun, value, most=MOST_POINTS)


def check_count(path: str, noun: str, value: Any, *, least: int = 0) -> None:
    check_whole(path, noun, value, least=least, most=MOST_COUNT)


def check_hours(path: str, value: Any) -> None:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise refuse(path, "hours", value, "a number")
    if not 0 <= value <= MOST_HOURS:
        raise refuse(path, "hours", value, f"0 to {MOST_HOURS}")
    if value * 4 != int(value * 4):
        raise refuse(path, "hours", value, "a multiple of 0.25")


def check_tuple(path: str, values: Any) -> None:
    if not isinstance(values, tuple):
        raise refuse(path, "value", values, "a tuple")


def check_parts(path: str, values: Any, kind: type) -> None:
    """A tuple of objects of one kind (each of which has checked itself)."""
    check_tuple(path, values)
    for index, value in enumerate(values):
        check_part(f"{path}[{index}]", value, kind)


def check_part(path: str, value: Any, kind: type) -> None:
    if not isinstance(value, kind):
        raise refuse(path, "value", value, f"a {kind.__name__}")


def check_optional_part(path: str, value: Any, kind: type) -> None:
    if value is not None:
        check_part(path, value, kind)


def check_mapping(path: str, values: Any) -> None:
    if not isinstance(values, Mapping):
        raise refuse(path, "value", values, "a mapping")
    for key in values:
        check_id(path, key, "indicator")


def check_entries(path: str, values: Any, check: Callable[[str, Any], None]) -> None:
    """A mapping by ids, each of whose values passes a check of a path and a value."""
    check_mapping(path, values)
    for key, value in values.items():
        try:
            check("", value)
        except ProblemError as error:
            raise error.under(entry(path, key)) from error


def entry(path: str, key: str) -> str:
    """The path of one entry of a mapping: `levels["I.A.9"]`."""
    return f"{path}[{shown(key)}]"
