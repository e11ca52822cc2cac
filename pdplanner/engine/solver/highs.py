"""Whether to believe the solver, in one place for everybody who asks it.

HiGHS may call an answer optimal that its own bound contradicts, or a program impossible that a
known solution meets. `_settled` decides what is taken for true.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import floor, gcd, inf
from typing import NamedTuple

import numpy as np

from pdplanner.engine.solver.arrays import Arrays, Floats
from pdplanner.engine.solver.program import Program, Terms, Weights
from pdplanner.engine.solver.run import Found, Status, Told, relaxed, run
from pdplanner.engine.values.progress import Tell
from pdplanner.engine.values.result import Stop

ROUNDING = 1e-6
LOOKING_ELSEWHERE = ("feasibility_jump", "rens", "rins", "root_reduced_cost")
SMALL = 500
"""Columns of a program that is branched through before another beginning would pay."""
SHARP: dict[str, float | str] = {
    "mip_rel_gap": 0.0, "mip_abs_gap": 1e-9, "mip_feasibility_tolerance": 1e-9,
}  # fmt: skip
"""Where the objective is not of whole numbers."""
PLAIN: Mapping[str, float | str] = {"presolve": "off"}
HALF_OPEN = 0.999
"""Below a difference of 1 between whole-number objectives there is nothing to find."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`values` by column, None where no solution was found; `bound` holds for every solution.

    `bound` is the solver's dual bound, rounded towards the solutions, or what the prices of the
    rows prove where the solver contradicts itself ("stopped" by the "solver").
    """

    status: Status
    values: tuple[float, ...] | None
    bound: int
    nodes: int
    stopped_by: Stop | None = None


class Extent(NamedTuple):
    """The most that was found, and what nothing is above; equal where the search ended."""

    low: float
    high: float


NOTHING = Extent(-inf, -inf)


def maximize(
    program: Program,
    objective: Terms,
    *,
    nodes: int,
    seconds: int,
    start: Mapping[int, float] | None = None,
    tell: Tell | None = None,
    near: float = 0.0,
) -> Answer:
    """Find the largest whole-number objective, or the best within the node limit.

    One within the share `near` of the largest suffices. `tell` is given what is found and what
    bounds it now and then; True ends the search.
    """
    if not program.upper:
        return _empty(program)
    unit = gcd(*objective.values()) or 1
    arrays = Arrays(program, {column: value // unit for column, value in objective.items()})
    begin = None if start is None else np.array([start[one] for one in range(len(program.upper))])
    if begin is not None and _is_best(arrays, begin):
        best = round(arrays.worth(begin)) * unit
        return Answer(status="optimal", values=tuple(begin.tolist()), bound=best, nodes=0)
    options = _limits(nodes, seconds) | {"mip_rel_gap": near, "mip_abs_gap": HALF_OPEN}
    if start is not None or near:
        # Look nowhere but where branching does: with a plan at hand, as every search but the first
        # has one, the rest took most of the time and found what branching finds.
        options |= {f"mip_heuristic_run_{name}": False for name in LOOKING_ELSEWHERE}
        options["mip_allow_restart"] = len(program.upper) > SMALL
    said = None if tell is None else Told(tell, unit)
    found = _settled(arrays, options, _Trust(1.0 - ROUNDING, near), begin, said)
    return _as_answer(found, arrays, unit)


def _is_best(arrays: Arrays, values: Floats) -> bool:
    """Whether values keep the program and no others can be worth more, as its relaxation says."""
    if not (arrays.keeps(values) and np.array_equal(values, arrays.given(values))):
        return False
    return floor(relaxed(arrays) + ROUNDING) <= round(arrays.worth(values))


def _limits(nodes: int, seconds: int) -> dict[str, float | str]:
    return {"mip_max_nodes": nodes, "time_limit": float(seconds)}


def _as_answer(found: Found, arrays: Arrays, unit: int) -> Answer:
    """The bound is no higher than all columns of worth at their upper ends."""
    if found.status == "infeasible":
        return Answer(status="infeasible", values=None, bound=0, nodes=found.nodes)
    ceiling = floor(float(arrays.upper @ np.maximum(0.0, arrays.costs)) + ROUNDING)
    bound = min(ceiling, floor(found.above + ROUNDING)) if found.above < inf else ceiling
    return Answer(
        status=found.status,
        values=None if found.values is None else tuple(found.values.tolist()),
        bound=bound * unit,
        nodes=found.nodes,
        stopped_by=found.stopped_by,
    )


def extent(program: Program, objective: Weights, *, nodes: int, seconds: int) -> Extent:
    """How much an objective of any numbers can come to; -inf on both sides where nothing fits."""
    if not program.upper:
        return NOTHING if _empty(program).values is None else Extent(0.0, 0.0)
    arrays = Arrays(program, objective)
    found = _settled(arrays, _limits(nodes, seconds) | SHARP, NEARLY)
    if found.status == "infeasible":
        return NOTHING
    return Extent(-inf if found.values is None else found.worth, found.above)


class _Trust(NamedTuple):
    """How far bound and solution of an optimal answer may be apart: absolutely, and as a share."""

    gap: float
    share: float

    def room(self, worth: float) -> float:
        return max(self.gap, self.share * abs(worth) + ROUNDING)


NEARLY = _Trust(1e-4, ROUNDING)
"""Of objectives of any numbers."""


def _settled(
    arrays: Arrays,
    options: Mapping[str, float | str],
    trust: _Trust,
    start: Floats | None = None,
    told: Told | None = None,
) -> Found:
    """What is to be believed: the first run, else one without presolve and start, else no proof.

    That something is impossible both have to say: presolve alone has ruled out what was there.
    """
    known = _best(arrays, start, np.zeros(len(arrays.upper)))
    first = run(arrays, options, start, told)
    if first.status != "infeasible" and _believed(first, known, trust):
        return first
    known = known if first.worth <= known.worth else first
    again = run(arrays, {**options, **PLAIN}, None, told)
    nodes = first.nodes + again.nodes
    if _believed(again, known, trust):
        if again.status == "stopped" and again.worth < known.worth:
            # A limit came before it found again what is known: its bound holds of that as well.
            return replace(again, values=known.values, worth=known.worth, nodes=nodes)
        return replace(again, nodes=nodes)
    best = known if again.worth <= known.worth else again
    above = max(best.worth, relaxed(arrays))
    return Found(
        status="stopped", values=best.values, worth=best.worth, above=above, nodes=nodes,
        stopped_by=again.stopped_by or "solver",
    )  # fmt: skip


def _best(arrays: Arrays, *some: Floats | None) -> Found:
    """The best of some solutions that are known without any search."""
    kept = [one for one in some if one is not None and arrays.keeps(arrays.given(one))]
    best = max(kept, key=arrays.worth, default=None)
    worth = -inf if best is None else arrays.worth(best)
    return Found(status="stopped", values=best, worth=worth)


def _believed(found: Found, known: Found, trust: _Trust) -> bool:
    """Whether an answer agrees with itself and with a solution that is known."""
    if found.status == "infeasible":
        return known.values is None
    best = max(found.worth, known.worth)
    if found.stopped_by == "solver" or found.above < best - max(ROUNDING, abs(best) * ROUNDING):
        return False
    if found.status == "stopped":
        return True
    whole = floor(found.above + ROUNDING) if trust.gap > HALF_OPEN else found.above
    return found.values is not None and whole - found.worth < trust.room(found.worth)


def _empty(program: Program) -> Answer:
    """A program without columns, which the solver would not judge."""
    if any((row.low or 0) > 0 or (row.high or 0) < 0 for row in program.rows):
        return Answer(status="infeasible", values=None, bound=0, nodes=0)
    return Answer(status="optimal", values=(), bound=0, nodes=0)
