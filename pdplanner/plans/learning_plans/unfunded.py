"""What a person asked for in earlier years, was not funded and is not in this year's plan."""

from pdplanner.plans.learning_plans.standing import Standing
from pdplanner.plans.unfunded.needs import Unfunded, unfunded_in


def asked_before(standing: Standing) -> list[Unfunded]:
    """Return the needs that could be added to the year, the oldest first."""
    if standing.year is None:
        return []
    planned = {line.item.offering_id for line in standing.lines}
    needs = unfunded_in(standing.person.unit, standing.year, of=[standing.person.id])
    return [need for need in needs if need.offering_id not in planned]
