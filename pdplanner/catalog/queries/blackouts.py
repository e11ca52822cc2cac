from collections.abc import Sequence

from pdplanner import clock
from pdplanner.catalog.models import Session
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Blackout


def blackouts_of(runs: Sequence[Session], district_id: int | None) -> dict[int, Sequence[Blackout]]:
    """Return, by run id, the blackouts in the district that runs still to come fall in."""
    to_come = [run for run in runs if run.ends_on >= clock.today()]
    if district_id is None or not to_come:
        return {}
    since, until = min(run.starts_on for run in to_come), max(run.ends_on for run in to_come)
    found = organization.blackouts_in(district_id, since=since, until=until)
    return {
        run.id: [each for each in found if each.bars(run.starts_on, run.ends_on)] for run in to_come
    }
