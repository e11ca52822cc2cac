"""The planner alone: problems and results as files."""

import sys
from pathlib import Path
from subprocess import CalledProcessError

import click

from pdplanner.engine import command as engine_command
from pdplanner.engine import warming


@click.command()
@click.argument("problem", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Prove the result anew, person by person.")
@click.option("--limit-nodes", type=click.IntRange(min=1), help="Stop after so many nodes.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
def solve(problem: Path, *, check: bool, limit_nodes: int | None, output: Path | None) -> None:
    """Solve a planning problem from a file (docs/planning-model.md has the format)."""
    code = engine_command.run(
        problem,
        out=sys.stdout,
        err=sys.stderr,
        output=output,
        check_plan=check,
        limit_nodes=limit_nodes,
    )
    sys.exit(code)


@click.command("check-plan")
@click.argument("problem", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("result", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit-nodes", type=click.IntRange(min=1), help="Leave open what takes more.")
def check_plan(problem: Path, result: Path, *, limit_nodes: int | None) -> None:
    """Prove a result of `solve` against its problem, without solving it again.

    Checks the plan by the rules, and its bound person by person at the prices in its certificate.
    Exit code 1: something does not hold; each such thing is named.
    """
    code = engine_command.run_check(
        problem, result, out=sys.stdout, err=sys.stderr, limit_nodes=limit_nodes
    )
    sys.exit(code)


@click.command()
def warm() -> None:
    """Compile the planner's inner loops, once for this machine, so that no plan waits for it."""
    try:
        compiled = warming.warm()
    except CalledProcessError as error:
        raise click.ClickException("The planner could not be compiled: see above.") from error
    click.echo("The planner is compiled." if compiled else "numba is missing: nothing to compile.")
