"""The levels that approved, registered and completed items should bring, from what was read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pdplanner.assessments.queries import Held
from pdplanner.plans.models import State
from pdplanner.plans.planner.committed_items import Commitment, Teaching

HeldBy = Mapping[int, Mapping[int, Held]]
"""Levels by person and indicator id."""
Taught = Mapping[int, Sequence[Teaching]]
"""By offering id."""


def expected_levels(
    commitments: Iterable[Commitment], levels: HeldBy, taught: Taught
) -> dict[int, dict[int, int]]:
    """Return the level that is expected, by person and indicator id, where it is above today's."""
    return {
        person_id: {indicator_id: max(by_level) for indicator_id, by_level in raised.items()}
        for person_id, raised in expected_by(commitments, levels, taught).items()
    }


def expected_by(
    commitments: Iterable[Commitment], levels: HeldBy, taught: Taught
) -> dict[int, dict[int, dict[int, int]]]:
    """Return which offering brings a person to which level of an indicator, all by id.

    Only where it is above the level held, and only until somebody rates after the completion.
    """
    expected: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for item in commitments:
        held = levels.get(item.person_id, {})
        for tag in taught.get(item.offering_id, ()):
            now = held.get(tag.indicator_id)
            if now is None or now.level is None or now.level < tag.from_level:
                continue
            rated_since = item.state is State.COMPLETED and item.changed_on < now.rated_on
            if tag.level > now.level and not rated_since:
                raised = expected[item.person_id][tag.indicator_id]
                raised.setdefault(tag.level, item.offering_id)
    return expected
