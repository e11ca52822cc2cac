"""Why a person has nothing to close: no job role, no rating, or nothing short."""

from dataclasses import dataclass

from pdplanner.assessments import queries as assessments
from pdplanner.organization.models import Person


@dataclass(frozen=True)
class Nothing:
    """What is known of somebody without a gap; the page says which of the cases it is."""

    has_role: bool
    rated: bool
    """Whether anybody has rated them on anything."""
    unrated: int
    """Indicators of their role that nobody has rated."""


def nothing_of(person: Person) -> Nothing:
    return Nothing(
        has_role=bool(person.job_roles),
        rated=bool(assessments.current_levels([person.id])),
        unrated=assessments.unrated_count(person),
    )
