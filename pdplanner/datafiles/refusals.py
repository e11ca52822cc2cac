"""Says in plain words what a JSON schema refuses: the place, the value, the rule."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from jsonschema.exceptions import ValidationError

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "keys with values",
    "string": "text",
}


def sentences(error: ValidationError) -> Iterator[str]:
    """Yield lines such as `offerings[3].hours: "abc", expected a number or null`."""
    steps = (f"[{s}]" if isinstance(s, int) else f".{s}" for s in error.absolute_path)
    place = "".join(steps).lstrip(".")
    start = f"{place}: " if place else ""
    value: Any = error.instance
    limit: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "required":
        yield from (f'{start}"{key}" is missing' for key in limit if key not in value)
    elif error.validator == "additionalProperties":
        known = list(schema["properties"])
        strangers = (key for key in value if key not in known)
        yield from (f'{start}"{key}" {_hint(key, known)}' for key in strangers)
    else:
        phrase = _PHRASES.get(str(error.validator))
        expected = phrase(limit, value, schema) if phrase else error.message
        yield f"{start}{_shown(value)}, expected {expected}"


def _hint(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, n=1)
    return f"is no known key, did you mean {near[0]}?" if near else "is no known key"


def _shown(value: Any) -> str:
    if isinstance(value, list | dict):
        return _TYPES["array" if isinstance(value, list) else "object"]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, str) and len(value) > 60:
        value = value[:59] + "…"
    return json.dumps(value, ensure_ascii=False)


def _type(limit: Any, value: Any, _: Any) -> str:
    names = [_TYPES[kind] for kind in ([limit] if isinstance(limit, str) else limit)]
    expected = " or ".join(names)
    if "text" in names and isinstance(value, int | Decimal):
        expected += f'; write it in quotes: "{_shown(value)}"'
    return expected


def _named(limit: Any, _: Any, schema: Any) -> str:
    return str(schema.get("title", limit))


_PHRASES: dict[str, Callable[[Any, Any, Any], str]] = {
    "type": _type,
    "pattern": _named,
    "multipleOf": _named,
    "enum": lambda limit, value, schema: "one of " + ", ".join(map(str, limit)),
    "minimum": lambda limit, value, schema: f"at least {limit}",
    "maximum": lambda limit, value, schema: f"at most {limit}",
    "minLength": lambda limit, value, schema: f"at least {limit} characters",
    "maxLength": lambda limit, value, schema: f"at most {limit} characters, not {len(value)}",
    "minItems": lambda limit, value, schema: f"at least {limit} entries",
    "uniqueItems": lambda limit, value, schema: "no entry twice",
}
