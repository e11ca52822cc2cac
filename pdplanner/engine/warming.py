"""Compiles the planner's inner loops, in a process of its own that runs this module.

Whether loops run compiled is settled when they are loaded, for all of them.
"""

import os
import subprocess
import sys
from pathlib import Path

from pdplanner.engine.pricing import compiled
from pdplanner.engine.solve import solve
from pdplanner.engine.values.offering import Offering, Tag
from pdplanner.engine.values.person import Person, Target
from pdplanner.engine.values.problem import Problem

CHECKOUT = Path(__file__).parents[2]


def load() -> None:
    """Solve a problem that asks for every loop, so that the first plan need not wait for one."""
    codes = ("one", "two")
    courses = tuple(
        Offering(id=code, hours=1, price=0, teaches=(Tag(indicator=code, level=1),))
        for code in codes
    )
    # Hours for one of two: what an hour more is worth is reckoned by a loop of its own.
    aims = {code: Target(level=1, weight=1) for code in codes}
    solve(Problem(offerings=courses, people=(Person(id="person", hours=1, targets=aims),)))


def warm() -> bool:
    """Compile what is not compiled yet; False where there is no compiler."""
    if compiled.CAN_COMPILE and not compiled.COMPILES:
        command = [sys.executable, "-m", "pdplanner.engine.warming"]
        environment = {**os.environ, compiled.COMPILE: "1"}
        subprocess.run(  # noqa: S603 (this very module)
            command, cwd=CHECKOUT, env=environment, check=True
        )
    return compiled.CAN_COMPILE


if __name__ == "__main__":
    load()
    compiled.note_compiled()
