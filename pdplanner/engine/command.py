"""The work of `pdplanner solve` and `check-plan`: files in, a result file out, an exit code."""

from pathlib import Path
from typing import TextIO

from pdplanner.engine.files.format import read_problem
from pdplanner.engine.files.reading import read_result
from pdplanner.engine.files.writing import write_result
from pdplanner.engine.proof.replay import prove
from pdplanner.engine.solve import solve
from pdplanner.engine.values.errors import EngineError, ProblemError
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Limits, Result

SOLVED, CHECK_FAILED, BAD_FILE, IMPOSSIBLE = 0, 1, 2, 3


def run(
    problem_path: str | Path,
    *,
    out: TextIO,
    err: TextIO,
    output: str | Path | None = None,
    check_plan: bool = False,
    limit_nodes: int | None = None,
) -> int:
    """Solve a file. Returns 0 solved, 1 check failed, 2 bad file, 3 impossible.

    The result goes to `output`, or to `out` without one; messages go to `err`. Nothing is
    written where the file is bad or the check fails.
    """
    try:
        problem = read_problem(_text(Path(problem_path)))
        limits = _limits(limit_nodes)
        result = solve(problem, limits)
    except EngineError as error:
        print(f"{problem_path}: {error}", file=err)
        return BAD_FILE if isinstance(error, ProblemError) else CHECK_FAILED
    if check_plan and not _proves(problem, result, limits, err):
        return CHECK_FAILED
    return _written(result, out=out, err=err, output=output)


def run_check(
    problem_path: str | Path,
    result_path: str | Path,
    *,
    out: TextIO,
    err: TextIO,
    limit_nodes: int | None = None,
) -> int:
    """Prove a stored result against its problem. Returns 0 proved, 1 check failed, 2 bad file.

    What the node limit leaves open is said, and is no failure.
    """
    path = problem_path
    try:
        problem = read_problem(_text(Path(path)))
        path = result_path
        result = read_result(_text(Path(path)))
        limits = _limits(limit_nodes)
    except ProblemError as error:
        print(f"{path}: {error}", file=err)
        return BAD_FILE
    return SOLVED if _proves(problem, result, limits, out) else CHECK_FAILED


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ProblemError("", f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ProblemError("", f"byte {error.start} is not UTF-8") from error


def _limits(nodes: int | None) -> Limits:
    return Limits() if nodes is None else Limits(nodes=nodes)


def _proves(problem: Problem, result: Result, limits: Limits, told: TextIO) -> bool:
    proof = prove(problem, result, limits)
    for sentence in proof.broken:
        print(f"check: {sentence}", file=told)
    if not proof.broken:
        print(f"check: Every rule is kept. {proof.shown}", file=told)
        print(f"check: Not checked: {', '.join(proof.unchecked)}.", file=told)
    return not proof.broken


def _written(result: Result, *, out: TextIO, err: TextIO, output: str | Path | None) -> int:
    text = write_result(result)
    if output is None:
        out.write(text)
    else:
        try:
            Path(output).write_text(text, encoding="utf-8")
        except OSError as error:
            print(f"{output}: cannot be written: {error.strerror}", file=err)
            return BAD_FILE
    for reason in result.reasons:
        print(f"impossible ({reason.rule}): {reason.text}", file=err)
    return IMPOSSIBLE if result.status == "impossible" else SOLVED
