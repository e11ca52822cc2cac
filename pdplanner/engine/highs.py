"""The solver. Only this file and growing.py know HiGHS."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, gcd, inf
from typing import Literal, NamedTuple

import highspy
import numpy as np

from pdplanner.engine.program import Program, Row, Terms, Weights
from pdplanner.engine.progress import Tell
from pdplanner.engine.result import Stop

SEED = 20261121
ROUNDING = 1e-6
SMALLER_PROGRAMS = ("rens", "rins", "root_reduced_cost")
SHARP = {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-9, "mip_feasibility_tolerance": 1e-9}
"""Where the objective is not of whole numbers."""
HALF_OPEN = 0.999
"""Below a difference of 1 between whole-number objectives there is nothing to find."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`values` by column, None where no solution was found; `bound` holds for every solution.

    `bound` is the solver's dual bound, rounded towards the solutions.
    """

    status: Literal["optimal", "stopped", "infeasible"]
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
    smaller = {column: value // unit for column, value in objective.items()}
    if start is not None and _settled(program, smaller, start):
        return _answer_of(start, objective)
    highs = _solver(program, smaller)
    highs.setOptionValue("mip_rel_gap", near)
    highs.setOptionValue("mip_abs_gap", HALF_OPEN)
    highs.setOptionValue("mip_max_nodes", nodes)
    highs.setOptionValue("time_limit", float(seconds))
    if start is not None:
        _start(highs, start)
    if start is not None or near:
        _only_prove(highs)
    failed = [] if tell is None else _watch(highs, tell, unit)
    highs.run()
    for error in failed:
        raise error
    return _answer(highs, unit, _ceiling(program, objective))


def _settled(program: Program, objective: Terms, start: Mapping[int, float]) -> bool:
    """Whether not even parts of columns make more than a start of whole ones."""
    if not program.holds(start):
        return False
    highs = _solver(program, objective, relaxed=True)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return False
    most = floor(highs.getInfo().objective_function_value + ROUNDING)
    return most <= sum(value * round(start[column]) for column, value in objective.items())


def _answer_of(start: Mapping[int, float], objective: Terms) -> Answer:
    values = tuple(start[column] for column in range(len(start)))
    reached = sum(value * round(start[column]) for column, value in objective.items())
    return Answer(status="optimal", values=values, bound=reached, nodes=0)


def _watch(highs: highspy.Highs, tell: Tell, unit: int) -> list[Exception]:
    """The solver asks many times a second whether to go on.

    What goes wrong with telling ends the search and is returned: it must not pass through the
    solver, which knows no exceptions of Python.
    """
    failed: list[Exception] = []

    def asked(event: highspy.highs.HighsCallbackEvent) -> None:
        found = (event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)
        best, bound = (None if abs(one) == inf else floor(one + ROUNDING) * unit for one in found)
        try:
            ends = tell(best, bound)
        except Exception as error:
            failed.append(error)
            ends = True
        if ends:
            event.interrupt()

    highs.cbMipInterrupt.subscribe(asked)
    return failed


def extent(program: Program, objective: Weights, *, nodes: int, seconds: int) -> Extent:
    """How much an objective of any numbers can come to; -inf on both sides where nothing fits."""
    if not program.upper:
        return NOTHING if _empty(program).values is None else Extent(0.0, 0.0)
    highs = _solver(program, objective)
    for name, value in SHARP.items():
        highs.setOptionValue(name, value)
    highs.setOptionValue("mip_max_nodes", nodes)
    highs.setOptionValue("time_limit", float(seconds))
    highs.run()
    answer = _answer(highs, 1, 0)
    if answer.status == "infeasible":
        return NOTHING
    info = highs.getInfo()
    low = -inf if answer.values is None else float(info.objective_function_value)
    return Extent(low, float(info.mip_dual_bound))


def _answer(highs: highspy.Highs, unit: int, ceiling: int) -> Answer:
    status, info = highs.getModelStatus(), highs.getInfo()
    known = highspy.HighsModelStatus
    nodes = max(0, int(info.mip_node_count))
    if status in (known.kInfeasible, known.kUnboundedOrInfeasible):
        return Answer(status="infeasible", values=None, bound=0, nodes=nodes)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = tuple(highs.getSolution().col_value) if found else None
    dual = info.mip_dual_bound
    bound = min(ceiling, floor(dual + ROUNDING) * unit) if abs(dual) < inf else ceiling
    if status in (known.kOptimal, known.kModelEmpty):
        return Answer(status="optimal", values=values, bound=bound, nodes=nodes)
    limits: dict[highspy.HighsModelStatus, Stop] = {
        known.kTimeLimit: "seconds",
        known.kInterrupt: "asked",
    }
    stopped = limits.get(status, "nodes")
    return Answer(status="stopped", values=values, bound=bound, nodes=nodes, stopped_by=stopped)


def _empty(program: Program) -> Answer:
    """A program without columns, which the solver would not judge."""
    if any((row.low or 0) > 0 or (row.high or 0) < 0 for row in program.rows):
        return Answer(status="infeasible", values=None, bound=0, nodes=0)
    return Answer(status="optimal", values=(), bound=0, nodes=0)


def _ceiling(program: Program, objective: Terms) -> int:
    """What no solution can exceed, from the column bounds alone."""
    return sum(max(0, value) * program.upper[column] for column, value in objective.items())


def _solver(program: Program, objective: Weights, *, relaxed: bool = False) -> highspy.Highs:
    highs = quiet()
    highs.passModel(_model(program, objective, relaxed=relaxed))
    return highs


def quiet() -> highspy.Highs:
    """One thread and one seed, so that the same program has the same answer."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", SEED)
    return highs


def _model(program: Program, objective: Weights, *, relaxed: bool) -> highspy.HighsLp:
    model = highspy.HighsLp()
    columns = len(program.upper)
    costs = np.zeros(columns)
    for column, value in objective.items():
        costs[column] = value
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_col_ = columns
    model.col_cost_ = costs
    model.col_lower_ = np.zeros(columns)
    model.col_upper_ = np.array(program.upper, dtype=float)
    if not relaxed:
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in program.whole]
    _set_rows(model, program.rows)
    return model


def _set_rows(model: highspy.HighsLp, rows: list[Row]) -> None:
    model.num_row_ = len(rows)
    model.row_lower_ = np.array([-inf if row.low is None else row.low for row in rows], float)
    model.row_upper_ = np.array([inf if row.high is None else row.high for row in rows], float)
    starts = np.cumsum([0, *(len(row.terms) for row in rows)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts.astype(np.int32)
    columns = [column for row in rows for column in row.terms]
    values = [value for row in rows for value in row.terms.values()]
    model.a_matrix_.index_ = np.array(columns, dtype=np.int32)
    model.a_matrix_.value_ = np.array(values, dtype=float)


def _start(highs: highspy.Highs, start: Mapping[int, float]) -> None:
    columns = np.array(list(start), dtype=np.int32)
    values = np.array(list(start.values()), dtype=float)
    highs.setSolution(len(start), columns, values)


def _only_prove(highs: highspy.Highs) -> None:
    """Solve no smaller programs in search of better plans: with a plan at hand, as every search
    but the first has one, they took two thirds of the time and found what branching finds too."""
    for name in SMALLER_PROGRAMS:
        highs.setOptionValue(f"mip_heuristic_run_{name}", False)
