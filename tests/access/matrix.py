"""Reads the access matrix: what each route answers to each actor.

`matrix.txt` has a line a route and method, and a column an actor; every cell is written out. A cell
is the status that the actor gets, or `in` for being asked to sign in.
"""

from pathlib import Path

ACTORS = (
    "anonymous",
    "staff",
    "other_staff",
    "director",
    "other_director",
    "finance",
    "hr",
    "reader",
    "admin",
    "deactivated",
)
FILE = Path(__file__).with_name("matrix.txt")
SIGN_IN = "in"


def read(text: str | None = None) -> dict[tuple[str, str], dict[str, str]]:
    """Return the cells by (endpoint, method), then by actor."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    lines = (FILE.read_text(encoding="utf-8") if text is None else text).splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        endpoint, method, *cells = line.split()
        if len(cells) != len(ACTORS):
            raise ValueError(
                f"matrix.txt line {number}: {len(cells)} cells, expected {len(ACTORS)}"
            )
        if (endpoint, method) in rows:
            raise ValueError(f"line {number}: {endpoint} {method} stands twice")
        rows[endpoint, method] = dict(zip(ACTORS, cells, strict=True))
    return rows
