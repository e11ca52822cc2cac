"""What the planner is measured against: HiGHS as it comes, and CP-SAT well tuned.

Their seconds are those of the solver alone: building a model counts for the planner only.
"""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib.util import find_spec
from math import inf
from os import cpu_count
from pathlib import Path

import highspy
import numpy as np

from pdplanner.engine.solver.program import Program
from tests.engine_bench.figures import Figures, peak_memory

ONE_PERCENT = 0.01
CPSAT = Path(__file__).with_name("cpsat_process.py")
HAS_CPSAT = find_spec("ortools") is not None

WORKERS = 8
PATIENT = 4
"""Wall clock to CPU seconds at which HiGHS is ended on a loaded machine all the same."""

Objective = Mapping[int, int]


def highs(program: Program, objective: Objective, limit: int) -> Figures:
    """To proof, with HiGHS's own settings but for the gap; `one_percent` is when it was that near.

    Points are whole numbers, so that a difference below 1 is a proof.
    """
    solver = _loaded(program, objective, relaxed=False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.999)
    solver.setOptionValue("time_limit", float(PATIENT * limit))
    near: list[float] = []
    began = time.process_time()

    def look(event: highspy.highs.HighsCallbackEvent) -> None:
        seen, spent = event.data_out, time.process_time() - began
        if spent > limit:
            event.data_in.user_interrupt = True
        known = abs(seen.mip_primal_bound) < inf and abs(seen.mip_dual_bound) < inf
        open_points = seen.mip_dual_bound - seen.mip_primal_bound
        if known and not near and open_points <= ONE_PERCENT * abs(seen.mip_primal_bound):
            near.append(spent)

    solver.cbMipInterrupt += look
    wall, cpu = _timed(solver)
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if proven and not near:
        near.append(cpu)
    return Figures(
        wall=wall,
        cpu=cpu,
        value=round(info.objective_function_value) if found else None,
        bound=info.mip_dual_bound if abs(info.mip_dual_bound) < inf else None,
        proven=proven,
        cut=not proven,
        memory=peak_memory(),
        more={"one_percent": near[0]} if near else {},
    )


def relaxation(program: Program, objective: Objective, limit: int) -> Figures:
    """One linear relaxation by HiGHS with its own settings."""
    solver = _loaded(program, objective, relaxed=True)
    solver.setOptionValue("time_limit", float(PATIENT * limit))
    wall, cpu = _timed(solver)
    done = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    bound = solver.getInfo().objective_function_value if done else None
    return Figures(wall=wall, cpu=cpu, bound=bound, cut=not done, memory=peak_memory())


def cpsat(
    program: Program, objective: Objective, start: Mapping[int, float], limit: int
) -> Figures:
    """CP-SAT with 8 workers, linear rows, linearization level 2 and the planner's greedy start."""
    task = {
        "upper": program.upper,
        "rows": [
            (list(row.terms), list(row.terms.values()), row.low, row.high) for row in program.rows
        ],
        "objective": list(objective.items()),
        "start": [(column, round(value)) for column, value in start.items()],
        "workers": WORKERS,
        "seconds": limit,
    }
    process = subprocess.run(
        [sys.executable, str(CPSAT)],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(process.stdout)
    return Figures(cut=not answer["proven"], cores=min(WORKERS, cpu_count() or 1), **answer)


def _timed(solver: highspy.Highs) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    solver.run()
    return time.perf_counter() - wall, time.process_time() - cpu


def _loaded(program: Program, objective: Objective, *, relaxed: bool) -> highspy.Highs:
    model = highspy.HighsLp()
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_col_, model.num_row_ = len(program.upper), len(program.rows)
    model.col_cost_ = np.array([objective.get(c, 0) for c in range(model.num_col_)], float)
    model.col_lower_ = np.zeros(model.num_col_)
    model.col_upper_ = np.array(program.upper, float)
    if not relaxed:
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in program.whole]
    rows = program.rows
    model.row_lower_ = np.array([-inf if row.low is None else row.low for row in rows], float)
    model.row_upper_ = np.array([inf if row.high is None else row.high for row in rows], float)
    starts = np.cumsum([0, *(len(row.terms) for row in rows)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = np.array([c for row in rows for c in row.terms], np.int32)
    model.a_matrix_.value_ = np.array([v for row in rows for v in row.terms.values()], float)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(model)
    return solver
