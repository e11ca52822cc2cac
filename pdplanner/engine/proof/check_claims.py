"""The part of the independent check that is about what a result claims of its plan."""

from collections.abc import Iterator

from pdplanner.engine.values.result import LAYERS, Result


def claim_violations(result: Result) -> Iterator[str]:
    """Value, bound, status and layers that contradict each other."""
    if result.value > result.bound:
        yield f"The value {result.value} is above the bound {result.bound}."
    proven = "value" in result.layers
    if result.status == "optimal" and result.value != result.bound:
        yield f"The result is called optimal with value {result.value} and bound {result.bound}."
    if result.status == "feasible" and result.value == result.bound:
        yield f"The result is called feasible, its value is the bound {result.bound}."
    if result.layers != LAYERS[: len(result.layers)]:
        yield f"The layers are {', '.join(result.layers)}, not the first of {', '.join(LAYERS)}."
    elif proven != (result.status == "optimal"):
        said = "proven" if proven else "not proven"
        yield f"The result is called {result.status} and its value is {said} in the layers."
    if result.reasons:
        yield "The result has a plan, and reasons why there is none."


def impossible_violations(result: Result) -> Iterator[str]:
    """What a result without a plan may not say."""
    if not result.reasons:
        yield "The result is impossible without a reason."
    if result.choices or result.cohorts or result.memberships:
        yield "The result is impossible and still takes something."
    plain = Result(status="impossible", reasons=result.reasons, work=result.work)
    rest = ("value", "bound", "cost", "hours", "bench_value", "fund_spend", "layers")
    for name in (*rest, "prices", "insight", "certificate"):
        if getattr(result, name) != getattr(plain, name):
            yield f"The result is impossible and still has {name}."
