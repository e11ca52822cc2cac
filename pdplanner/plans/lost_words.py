"""What a plan says of an offering whose runs are all blacked out."""

from collections.abc import Sequence
from datetime import date

from pdplanner.plans.report_figures import LostRun
from pdplanner.web.filters import span


def lost_runs(runs: Sequence[LostRun]) -> str:
    """Name each run and its blackout in one sentence; empty without runs."""
    days = [
        span(date.fromisoformat(each.starts_on), date.fromisoformat(each.ends_on)) for each in runs
    ]
    if len(runs) == 1:
        return f"Its only run, {days[0]}, falls in {runs[0].blackout}."
    found = [f"{each} in {run.blackout}" for each, run in zip(days, runs, strict=True)]
    return f"All its runs fall away: {', '.join(found)}." if found else ""
