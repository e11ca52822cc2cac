"""CP-SAT on a linear program that is read as JSON: a process of its own, without the engine.

OR-Tools brings a HiGHS of its own, which cannot be loaded beside highspy. So this file imports
nothing of the project, and is run by path.
"""

import json
import sys
import time
from pathlib import Path

from ortools.sat.python import cp_model

LINEARIZATION = 2


def main() -> None:
    task = json.load(sys.stdin)
    model = cp_model.CpModel()
    columns = [model.new_int_var(0, most, "") for most in task["upper"]]
    for numbers, values, low, high in task["rows"]:
        terms = cp_model.LinearExpr.weighted_sum([columns[k] for k in numbers], values)
        least = cp_model.INT_MIN if low is None else low
        most = cp_model.INT_MAX if high is None else high
        model.add_linear_constraint(terms, least, most)
    numbers, points = zip(*task["objective"], strict=True)
    model.maximize(cp_model.LinearExpr.weighted_sum([columns[k] for k in numbers], points))
    for column, value in task["start"]:
        model.add_hint(columns[column], value)
    json.dump(solve(model, task["workers"], task["seconds"]), sys.stdout)


def solve(model: cp_model.CpModel, workers: int, seconds: float) -> dict[str, object]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.linearization_level = LINEARIZATION
    solver.parameters.max_time_in_seconds = seconds
    began = time.process_time()
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return {
        "wall": solver.wall_time,
        "cpu": time.process_time() - began,
        "value": round(solver.objective_value) if found else None,
        "bound": solver.best_objective_bound,
        "proven": status == cp_model.OPTIMAL,
        "memory": peak_memory(),
    }


def peak_memory() -> int | None:
    """As in `figures`, which this process must not import."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    peak = next((line.split()[1] for line in lines if line.startswith("VmHWM")), None)
    return int(peak) // 1024 if peak else None


if __name__ == "__main__":
    main()
