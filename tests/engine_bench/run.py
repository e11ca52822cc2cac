"""One work on one instance, in this process alone, so that its memory is its own.

Prints its figures as JSON. Compiled code is loaded before the clock starts.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from pdplanner.engine import Limits, Problem, Result, greedy, solve
from pdplanner.engine.choices.candidate import reduce
from pdplanner.engine.greedy import greedy_plan
from pdplanner.engine.model.compact import Model
from pdplanner.engine.pricing import tighten
from tests.engine_bench import edits, solvers
from tests.engine_bench.figures import Figures, peak_memory
from tests.engine_bench.instances import instance
from tests.engine_bench.naive import naive_program


def pdplanner(problem: Problem, limit: int) -> Figures:
    """Everything from the problem to the checked plan whose value is proven."""
    return _clocked(lambda: solve(problem, Limits(until="value", last_seconds=limit)))


def prices(problem: Problem, limit: int) -> Figures:
    """The planner before its last search: the plan and the bound that prices alone lead to."""
    wall, cpu = time.perf_counter(), time.process_time()
    reduction = reduce(problem)
    found = tighten(problem, reduction)
    value = None if found.plan is None else found.plan.value
    return Figures(
        wall=time.perf_counter() - wall,
        cpu=time.process_time() - cpu,
        value=value,
        bound=found.bound,
        proven=value is not None and value == found.bound,
        memory=peak_memory(),
    )


def rule_of_thumb(problem: Problem, limit: int) -> Figures:
    """Its own bound, that every target is reached, is left out."""
    return replace(_clocked(lambda: greedy(problem)), bound=None)


def naive(problem: Problem, limit: int) -> Figures:
    return solvers.highs(*naive_program(problem), limit)


def relaxation(problem: Problem, limit: int) -> Figures:
    model = Model(problem, reduce(problem))
    return solvers.relaxation(model.program, model.points, limit)


def cpsat(problem: Problem, limit: int) -> Figures:
    """The planner's own compact model, with everything left out that no best plan needs."""
    reduction = reduce(problem)
    model = Model(problem, reduction)
    plan = greedy_plan(problem, reduction)
    start = {} if plan is None else model.start(plan)
    return solvers.cpsat(model.program, model.points, start, limit)


WORKS: dict[str, Callable[[Problem, int], Figures]] = {
    "pdplanner": pdplanner,
    "prices": prices,
    "greedy": rule_of_thumb,
    "naive": naive,
    "lp": relaxation,
    "cpsat": cpsat,
    "edits": edits.edits,
    "budgets": edits.budgets,
}


def _clocked(work: Callable[[], Result]) -> Figures:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return Figures(
        wall=time.perf_counter() - wall,
        cpu=time.process_time() - cpu,
        value=result.value,
        bound=result.bound,
        proven=result.status == "optimal",
        cut=result.work.stopped_by == "seconds",
        memory=peak_memory(),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=WORKS)
    parser.add_argument("people", type=int)
    parser.add_argument("offerings", type=int)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=120)
    asked = parser.parse_args()
    solve(instance(2, 6, 0))
    problem = instance(asked.people, asked.offerings, asked.seed, full=asked.full)
    sys.stdout.write(WORKS[asked.work](problem, asked.limit).to_json())


if __name__ == "__main__":
    main()
