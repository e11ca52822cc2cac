"""The problem file: `pdplanner-problem/1`, JSON, read strictly and written canonically."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pdplanner.engine.files.json_text import parse_object
from pdplanner.engine.values.errors import ProblemError, refuse, shown
from pdplanner.engine.values.fields import entry
from pdplanner.engine.values.problem import (
    Assignment,
    BenchGoal,
    Cohort,
    Cost,
    Cover,
    Fund,
    Holding,
    MemberPrice,
    Membership,
    Offering,
    Person,
    Problem,
    Requirement,
    SoftFloor,
    Tag,
    Target,
    Tier,
)

PROBLEM_FORMAT = "pdplanner-problem/1"

Kind = TypeVar("Kind")
Reader = Callable[[str, Any], Any]


def read_problem(text: str) -> Problem:
    """Return the problem in a file's text, or raise a ProblemError that names the place."""
    raw = parse_object(text)
    if raw.get("format") != PROBLEM_FORMAT:
        raise refuse("format", "format", raw.get("format"), shown(PROBLEM_FORMAT))
    return _read(Problem, "", {key: raw[key] for key in raw if key != "format"})


def _read(kind: type[Kind], path: str, raw: Any) -> Kind:
    """Build one part from its JSON object; unknown and missing keys are named."""
    if not isinstance(raw, dict):
        raise refuse(path, "value", raw, "an object")
    known, required = KEYS[kind], REQUIRED.get(kind, ())
    for key in raw:
        if key not in known:
            expected = ", ".join(known)
            raise ProblemError(path, f"unknown key {shown(key)}, expected one of: {expected}")
    for key in required:
        if key not in raw:
            raise ProblemError(path, f"missing key {shown(key)}")
    values = {_name(kind, key): known[key](_join(path, key), raw[key]) for key in raw}
    try:
        return kind(**values)
    except ProblemError as error:
        raise error.under(path) from error


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _name(kind: type, key: str) -> str:
    """The field of a key: `from` is a word of Python, and an offering may have many sessions."""
    if kind is Offering and key == "session":
        return "sessions"
    return "start" if key == "from" else key


def _plain(path: str, raw: Any) -> Any:
    """A value that the dataclass checks; null is refused, absence is how to say nothing."""
    if raw is None:
        raise refuse(path, path.rpartition(".")[2], None, "a value, or no such key")
    return raw


def _list(path: str, raw: Any) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise refuse(path, "value", raw, "a list")
    return tuple(raw)


def _text_or_list(path: str, raw: Any) -> tuple[Any, ...]:
    return _list(path, raw) if isinstance(raw, list) else (_plain(path, raw),)


def _one(kind: type) -> Reader:
    return lambda path, raw: _read(kind, path, raw)


def _many(kind: type) -> Reader:
    def read(path: str, raw: Any) -> tuple[Any, ...]:
        parts = _list(path, raw)
        return tuple(_read(kind, f"{path}[{index}]", one) for index, one in enumerate(parts))

    return read


def _mapping(path: str, raw: Any) -> Any:
    if not isinstance(raw, dict):
        raise refuse(path, "value", raw, "an object")
    return raw


def _targets(path: str, raw: Any) -> dict[str, Target]:
    found = _mapping(path, raw)
    return {name: _read(Target, entry(path, name), one) for name, one in found.items()}


KEYS: Mapping[type, Mapping[str, Reader]] = {
    Problem: {
        "funds": _many(Fund),
        "offerings": _many(Offering),
        "people": _many(Person),
        "bench": _many(BenchGoal),
        "memberships": _many(Membership),
        "cover": _many(Cover),
        "previous": _many(Assignment),
    },
    Fund: {"id": _plain, "amount": _plain},
    Offering: {
        "id": _plain,
        "hours": _plain,
        "price": _plain,
        "seats": _plain,
        "funds": _list,
        "session": _text_or_list,
        "cohort": _one(Cohort),
        "member": _one(MemberPrice),
        "tiers": _many(Tier),
        "costs": _many(Cost),
        "requires": _many(Requirement),
        "teaches": _many(Tag),
        "mentor": _plain,
        "term": _plain,
    },
    Cohort: {"price": _plain, "seats": _plain, "max": _plain, "funds": _list},
    MemberPrice: {"membership": _plain, "price": _plain},
    Tier: {"from": _plain, "price": _plain},
    Cost: {"amount": _plain, "funds": _list},
    Requirement: {"offering": _plain, "unless": _one(Holding), "earlier": _plain},
    Holding: {"indicator": _plain, "level": _plain},
    Tag: {"indicator": _plain, "level": _plain, "from": _plain},
    Person: {
        "id": _plain,
        "hours": _plain,
        "term_hours": _mapping,
        "done": _list,
        "funds": _list,
        "cap": _plain,
        "floor": _plain,
        "soft_floor": _one(SoftFloor),
        "pinned": _list,
        "excluded": _list,
        "busy": _list,
        "levels": _mapping,
        "targets": _targets,
    },
    SoftFloor: {"points": _plain, "extra": _plain},
    Target: {"level": _plain, "weight": _plain, "points": _list},
    BenchGoal: {
        "indicator": _plain,
        "level": _plain,
        "holders": _plain,
        "reward": _plain,
        "people": _list,
    },
    Membership: {"id": _plain, "price": _plain, "funds": _list},
    Cover: {"people": _list, "session": _plain, "away": _plain},
    Assignment: {"person": _plain, "offering": _plain},
}

REQUIRED: Mapping[type, tuple[str, ...]] = {
    Problem: ("funds", "offerings", "people"),
    Fund: ("id", "amount"),
    Offering: ("id", "hours"),
    Cohort: ("price", "seats"),
    MemberPrice: ("membership", "price"),
    Tier: ("from", "price"),
    Cost: ("amount",),
    Requirement: ("offering",),
    Holding: ("indicator", "level"),
    Tag: ("indicator", "level"),
    Person: ("id", "hours"),
    SoftFloor: ("points", "extra"),
    BenchGoal: ("indicator", "level", "holders", "reward"),
    Membership: ("id", "price"),
    Cover: ("people", "session", "away"),
    Assignment: ("person", "offering"),
}
