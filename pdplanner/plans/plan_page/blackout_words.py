"""What a plan says of an offering whose runs are all blacked out."""

from collections.abc import Sequence
from datetime import date

from pdplanner.plans.planner.report_figures import AFTER_LEAVING, LostRun
from pdplanner.web.filters import span


def lost_runs(runs: Sequence[LostRun], person: str) -> str:
    """Name each run and its blackout in one sentence; empty without runs.

    For a person who leaves before it is their leaving.
    """
    days = [
        span(date.fromisoformat(each.starts_on), date.fromisoformat(each.ends_on)) for each in runs
    ]
    if len(runs) == 1:
        return f"Its only run, {days[0]}, falls in {_why(runs[0], person)}."
    found = [f"{each} in {_why(run, person)}" for each, run in zip(days, runs, strict=True)]
    return f"All its runs fall away: {', '.join(found)}." if found else ""


def _why(run: LostRun, person: str) -> str:
    return f"the time after {person} leaves" if run.blackout == AFTER_LEAVING else run.blackout
