"""The result file: `pdplanner-result/1`, JSON, read strictly; `proof` judges what it claims."""

from collections.abc import Callable, Mapping
from typing import Any

from pdplanner.engine.files.json_text import parse_object
from pdplanner.engine.files.writing import RESULT_FORMAT
from pdplanner.engine.values.errors import ProblemError, refuse, shown
from pdplanner.engine.values.fields import entry
from pdplanner.engine.values.result import (
    LAYERS,
    MODES,
    Certificate,
    Choice,
    CohortCount,
    Insight,
    MembershipPurchase,
    Prices,
    Reason,
    Result,
    RowPrice,
    Work,
)

Reader = Callable[[str, Any], Any]

MOST = 1e15
"""Above every number that a result can hold; the solver takes no infinite ones."""


def read_result(text: str) -> Result:
    """Return the result in a file's text, or raise a ProblemError that names the place."""
    raw = parse_object(text)
    if raw.get("format") != RESULT_FORMAT:
        raise refuse("format", "format", raw.get("format"), shown(RESULT_FORMAT))
    raw.setdefault("certificate", None)
    found = _object("", raw, RESULT)
    bought, paid_by = found.pop("memberships"), found.pop("membership_paid_by")
    for one in paid_by:
        if one not in bought:
            path = entry("membership_paid_by", one)
            raise ProblemError(path, f"{shown(one)} is not among the memberships")
    gap = found.pop("gap")
    found.pop("format")
    if gap != found["bound"] - found["value"]:
        raise refuse("gap", "gap", gap, f"bound less value, {found['bound'] - found['value']}")
    memberships = tuple(
        MembershipPurchase(membership=one, paid_by=paid_by.get(one, {})) for one in bought
    )
    return Result(memberships=memberships, **found)


def _object(path: str, raw: Any, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """The values of an object that has these keys and no other."""
    if not isinstance(raw, dict):
        raise refuse(path, "value", raw, "an object")
    for key in raw:
        if key not in readers:
            expected = ", ".join(readers)
            raise ProblemError(path, f"unknown key {shown(key)}, expected one of: {expected}")
    for key in readers:
        if key not in raw:
            raise ProblemError(path, f"missing key {shown(key)}")
    return {key: read(f"{path}.{key}" if path else key, raw[key]) for key, read in readers.items()}


def _one(kind: Callable[..., Any], readers: Mapping[str, Reader]) -> Reader:
    return lambda path, raw: kind(**_object(path, raw, readers))


def _many(read: Reader) -> Reader:
    def read_all(path: str, raw: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise refuse(path, "value", raw, "a list")
        return tuple(read(f"{path}[{index}]", one) for index, one in enumerate(raw))

    return read_all


def _by_id(read: Reader) -> Reader:
    def read_all(path: str, raw: Any) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise refuse(path, "value", raw, "an object")
        return {name: read(entry(path, name), one) for name, one in raw.items()}

    return read_all


def _text(path: str, raw: Any) -> str:
    if not isinstance(raw, str):
        raise refuse(path, "value", raw, "text")
    return raw


def _whole(path: str, raw: Any) -> int:
    if type(raw) is not int:
        raise refuse(path, "value", raw, "a whole number")
    return raw


def _number(path: str, raw: Any) -> float:
    if type(raw) not in (int, float) or not abs(raw) <= MOST:
        raise refuse(path, "value", raw, "a number")
    return float(raw)


def _word(*known: str | None) -> Reader:
    def read(path: str, raw: Any) -> Any:
        if raw not in known:
            raise refuse(path, "value", raw, f"one of {', '.join(map(shown, known))}")
        return raw

    return read


def _optional(read: Reader) -> Reader:
    return lambda path, raw: None if raw is None else read(path, raw)


def _insight(path: str, raw: Any) -> Insight:
    found = _object(
        path,
        raw,
        {
            "points_per_dollar": _number,
            "points_per_dollar_by_fund": _by_id(_number),
            "hours_bound": _many(_text),
        },
    )
    return Insight(by_fund=found.pop("points_per_dollar_by_fund"), **found)


CENTS, NUMBERS = _by_id(_whole), _by_id(_number)
CHOICE = {
    "person": _text,
    "offering": _text,
    "mode": _word(*MODES),
    "price": _whole,
    "costs": _whole,
    "paid_by": CENTS,
}
PRICE = {"rule": _text, "of": _many(_text), "price": _number}
CERTIFICATE = {"prices": _many(_one(RowPrice, PRICE)), "people": NUMBERS, "bound": _number}
REASON = {
    "rule": _text,
    "text": _text,
    "people": _many(_text),
    "offerings": _many(_text),
    "needs": _optional(_number),
    "has": _optional(_number),
    "limits": _many(_text),
}
WORK = {
    "pricings": _whole,
    "nodes": _whole,
    "seconds": _number,
    "stopped_by": _word(None, "nodes", "seconds", "asked", "solver"),
}
RESULT: Mapping[str, Reader] = {
    "format": _text,
    "status": _word("optimal", "feasible", "impossible"),
    "value": _whole,
    "bound": _whole,
    "gap": _whole,
    "cost": _whole,
    "hours": _number,
    "bench_value": _whole,
    "layers": _many(_word(*LAYERS)),
    "choices": _many(_one(Choice, CHOICE)),
    "cohorts": _many(_one(CohortCount, {"offering": _text, "count": _whole, "paid_by": CENTS})),
    "memberships": _many(_text),
    "membership_paid_by": _by_id(CENTS),
    "fund_spend": CENTS,
    "prices": _one(Prices, dict.fromkeys(("money", "seats", "cohorts", "hours"), NUMBERS)),
    "insight": _insight,
    "certificate": _optional(_one(Certificate, CERTIFICATE)),
    "reasons": _many(_one(Reason, REASON)),
    "work": _one(Work, WORK),
}
"""How to read each key, all of which must be there (`certificate` may be missing)."""
