"""JSON read strictly: nothing is guessed, repeated, rounded or unbounded."""

import json
from typing import Any, NoReturn

from pdplanner.engine.values.errors import ProblemError, shown

DEEPEST = 20


def parse_object(text: str) -> dict[str, Any]:
    """Return the one object that the text holds, or raise a ProblemError."""
    try:
        parsed = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_distinct_keys,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ProblemError("", f"not JSON at {place}: {error.msg}") from error
    except RecursionError as error:
        raise ProblemError("", f"nested too deeply, expected at most {DEEPEST} levels") from error
    except ProblemError:
        raise
    except ValueError as error:
        raise ProblemError("", "a number has too many digits") from error
    if not isinstance(parsed, dict):
        raise ProblemError("", f"{shown(parsed)}, expected a JSON object")
    _check_depth(parsed)
    return parsed


def _distinct_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ProblemError("", f"key {shown(key)} is given twice in one object")
        found[key] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ProblemError("", f"{name} is no JSON number")


def _check_depth(value: Any) -> None:
    layer = [value]
    for _ in range(DEEPEST):
        layer = [inner for outer in layer for inner in _inside(outer)]
    if layer:
        raise ProblemError("", f"nested too deeply, expected at most {DEEPEST} levels")


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
