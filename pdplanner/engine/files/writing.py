"""Problems and results as JSON text: keys in a fixed order, defaults left out."""

import json
from dataclasses import fields
from typing import Any

from pdplanner.engine.files.format import KEYS, PROBLEM_FORMAT
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import (
    Certificate,
    Choice,
    CohortCount,
    Insight,
    Prices,
    Reason,
    Result,
    Work,
)

RESULT_FORMAT = "pdplanner-result/1"
ALWAYS = ("funds", "offerings", "people")


def write_problem(problem: Problem) -> str:
    """The canonical text of a problem: reading it gives an equal problem."""
    whole = {"format": PROBLEM_FORMAT, **{name: [] for name in ALWAYS}, **_plain(problem)}
    return _by_lines(whole)


def write_result(result: Result) -> str:
    """The text of a result; the same for the same problem but for `work.seconds`."""
    return _by_lines(result_values(result))


def _by_lines(whole: dict[str, Any]) -> str:
    """A line for each key, and one for each part of a list."""
    return (
        "{\n"
        + ",\n".join(f" {_json(key)}: {_listed(value)}" for key, value in whole.items())
        + "\n}\n"
    )


def _listed(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _json(value)
    return "[\n" + ",\n".join(f"  {_json(part)}" for part in value) + "\n ]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def result_values(result: Result) -> dict[str, Any]:
    """The result as plain JSON values, keys in the order of docs/planning-model.md."""
    return {
        "format": RESULT_FORMAT,
        "status": result.status,
        "value": result.value,
        "bound": result.bound,
        "gap": result.gap,
        "cost": result.cost,
        "hours": _number(result.hours),
        "bench_value": result.bench_value,
        "layers": list(result.layers),
        **_purchases(result),
        "prices": _prices(result.prices),
        "insight": _insight(result.insight),
        "certificate": _certificate(result.certificate),
        "reasons": [_reason(reason) for reason in result.reasons],
        "work": _work(result.work),
    }


def _purchases(result: Result) -> dict[str, Any]:
    bought = result.memberships
    return {
        "choices": [_choice(choice) for choice in result.choices],
        "cohorts": [_cohort(cohort) for cohort in result.cohorts],
        "memberships": [one.membership for one in bought],
        "membership_paid_by": {one.membership: dict(one.paid_by) for one in bought},
        "fund_spend": dict(result.fund_spend),
    }


def _work(work: Work) -> dict[str, Any]:
    return {
        "pricings": work.pricings,
        "nodes": work.nodes,
        "seconds": work.seconds,
        "stopped_by": work.stopped_by,
    }


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "person": choice.person,
        "offering": choice.offering,
        "mode": choice.mode,
        "price": choice.price,
        "costs": choice.costs,
        "paid_by": dict(choice.paid_by),
    }


def _cohort(cohort: CohortCount) -> dict[str, Any]:
    paid_by = dict(cohort.paid_by)
    return {"offering": cohort.offering, "count": cohort.count, "paid_by": paid_by}


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "text": reason.text,
        "people": list(reason.people),
        "offerings": list(reason.offerings),
        "needs": reason.needs,
        "has": reason.has,
        "limits": list(reason.limits),
    }


def _prices(prices: Prices) -> dict[str, Any]:
    return {
        "money": dict(prices.money),
        "seats": dict(prices.seats),
        "cohorts": dict(prices.cohorts),
        "hours": dict(prices.hours),
    }


def _certificate(certificate: Certificate | None) -> dict[str, Any] | None:
    if certificate is None:
        return None
    prices = [
        {"rule": one.rule, "of": list(one.of), "price": one.price} for one in certificate.prices
    ]
    people = dict(certificate.people)
    return {"prices": prices, "people": people, "bound": certificate.bound}


def _insight(insight: Insight) -> dict[str, Any]:
    return {
        "points_per_dollar": insight.points_per_dollar,
        "points_per_dollar_by_fund": dict(insight.by_fund),
        "hours_bound": list(insight.hours_bound),
    }


def _plain(value: Any) -> Any:
    """A part of a problem as JSON values, without what equals its default."""
    if type(value) in PARTS:
        return {
            key: _plain(part)
            for name, key, default in PARTS[type(value)]
            if (part := getattr(value, name)) != default
        }
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return _number(value) if isinstance(value, float) else value


def _default(field: Any) -> Any:
    factory: Any = field.default_factory
    return factory() if callable(factory) else field.default


def _key(name: str, kind: type) -> str:
    file_names = {"start": "from", "sessions": "session"}
    return file_names[name] if file_names.get(name) in KEYS[kind] else name


def _number(value: float) -> float | int:
    """Whole hours without a decimal point."""
    return int(value) if value == int(value) else value


PARTS: dict[type, tuple[tuple[str, str, Any], ...]] = {
    kind: tuple((each.name, _key(each.name, kind), _default(each)) for each in fields(kind))
    for kind in KEYS
}
"""By kind of a problem's part: the name of each field, its key in the file, and its default."""
