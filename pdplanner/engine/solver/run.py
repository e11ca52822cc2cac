"""One run of the solver. Only this file and growing.py know HiGHS; highs.py judges what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, inf
from typing import Literal

import highspy
import numpy as np

from pdplanner.engine.solver.arrays import Arrays, Floats
from pdplanner.engine.values.progress import Tell
from pdplanner.engine.values.result import Stop

SEED = 20261121
ROUNDING = 1e-6

Status = Literal["optimal", "stopped", "infeasible"]
KNOWN = highspy.HighsModelStatus
STOPS: Mapping[highspy.HighsModelStatus, Stop] = {
    KNOWN.kTimeLimit: "seconds",
    KNOWN.kInterrupt: "asked",
    KNOWN.kSolutionLimit: "nodes",
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a run says. `values` keep every rule, and are worth `worth`; nothing is `above`.

    Stopped by the solver is a run that ended in an error.
    """

    status: Status
    values: Floats | None = None
    worth: float = -inf
    above: float = inf
    nodes: int = 0
    stopped_by: Stop | None = None


class Told:
    """Whoever watches: the solver asks many times a second whether to go on.

    What goes wrong with telling ends the search and is raised after it: it must not pass through
    the solver, which knows no exceptions of Python.
    """

    def __init__(self, tell: Tell, unit: int) -> None:
        self.tell, self.unit = tell, unit
        self.failed: list[Exception] = []

    def asked(self, event: highspy.highs.HighsCallbackEvent) -> None:
        found = (event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)
        best, bound = (
            None if abs(one) == inf else floor(one + ROUNDING) * self.unit for one in found
        )
        try:
            ends = self.tell(best, bound)
        except Exception as error:
            self.failed.append(error)
            ends = True
        if ends:
            event.interrupt()


def run(
    arrays: Arrays, options: Mapping[str, float | str], start: Floats | None, told: Told | None
) -> Found:
    """Branch until the end or a limit. Raises what went wrong with telling."""
    highs = _solver(arrays)
    for name, value in options.items():
        highs.setOptionValue(name, value)
    if start is not None:
        highs.setSolution(len(start), np.arange(len(start), dtype=np.int32), start)
    if told is not None:
        highs.cbMipInterrupt.subscribe(told.asked)
    highs.run()
    if told is not None and told.failed:
        raise told.failed[0]
    return _found(arrays, highs)


def relaxed(arrays: Arrays) -> float:
    """What nothing is above though columns be taken in part; proven by the prices of the rows."""
    highs = _solver(arrays, parts=True)
    highs.run()
    prices = np.array(highs.getSolution().row_dual)
    return arrays.above(prices) if len(prices) == len(arrays.lengths) else inf


def quiet() -> highspy.Highs:
    """One thread and one seed, so that the same program has the same answer."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", SEED)
    return highs


def _found(arrays: Arrays, highs: highspy.Highs) -> Found:
    status, info = highs.getModelStatus(), highs.getInfo()
    nodes = max(0, int(info.mip_node_count))
    if status in (KNOWN.kInfeasible, KNOWN.kUnboundedOrInfeasible):
        return Found(status="infeasible", nodes=nodes)
    values = None
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = np.array(highs.getSolution().col_value)
        if not arrays.keeps(arrays.given(values)):
            values = None
    worth = -inf if values is None else arrays.worth(values)
    proven = status in (KNOWN.kOptimal, KNOWN.kModelEmpty)
    dual = info.mip_dual_bound if arrays.whole.any() else info.objective_function_value
    return Found(
        status="optimal" if proven else "stopped",
        values=values,
        worth=worth,
        above=dual if abs(dual) < inf else inf,
        nodes=nodes,
        stopped_by=None if proven else STOPS.get(status, "solver"),
    )


def _solver(arrays: Arrays, *, parts: bool = False) -> highspy.Highs:
    highs = quiet()
    highs.passModel(_model(arrays, parts=parts))
    return highs


def _model(arrays: Arrays, *, parts: bool) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_col_ = len(arrays.upper)
    model.col_cost_ = arrays.costs
    model.col_lower_ = np.zeros(len(arrays.upper))
    model.col_upper_ = arrays.upper
    if not parts:
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in arrays.whole]
    model.num_row_ = len(arrays.lengths)
    model.row_lower_, model.row_upper_ = arrays.low, arrays.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *arrays.lengths]).astype(np.int32)
    model.a_matrix_.index_ = arrays.columns
    model.a_matrix_.value_ = arrays.values
    return model
