"""The work of `pdplanner solve`: a problem file in, a result file out, an exit code."""

from pathlib import Path
from typing import TextIO

from pdplanner.engine.check import check
from pdplanner.engine.errors import EngineError, ProblemError
from pdplanner.engine.format import read_problem
from pdplanner.engine.problem import Offering, Person, Problem, Tag, Target
from pdplanner.engine.result import Limits, Result
from pdplanner.engine.solve import solve
from pdplanner.engine.writing import write_result

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
        result = solve(problem, Limits() if limit_nodes is None else Limits(nodes=limit_nodes))
    except EngineError as error:
        print(f"{problem_path}: {error}", file=err)
        return BAD_FILE if isinstance(error, ProblemError) else CHECK_FAILED
    if check_plan and not _passes(problem, result, err):
        return CHECK_FAILED
    return _written(result, out=out, err=err, output=output)


def warm() -> None:
    """Solve the smallest problem, which compiles what is not compiled yet."""
    aims = {"one": Target(level=1, weight=1)}
    course = Offering(id="course", hours=1, price=0, teaches=(Tag(indicator="one", level=1),))
    solve(Problem(offerings=(course,), people=(Person(id="person", hours=1, targets=aims),)))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ProblemError("", f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ProblemError("", f"byte {error.start} is not UTF-8") from error


def _passes(problem: Problem, result: Result, err: TextIO) -> bool:
    violations = check(problem, result)
    for sentence in violations:
        print(f"check: {sentence}", file=err)
    if not violations:
        print("check: every rule is kept", file=err)
    return not violations


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
