"""Reviews that count before what the person says of themselves today (decision 0003)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pdplanner import clock
from pdplanner.assessments.levels import stale_on
from pdplanner.assessments.progress import Mark, Progress
from pdplanner.assessments.standing import Reviewed, newest_reviews
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Person


@dataclass(frozen=True)
class Outranking:
    """A review, and the first day on which a self-rating that is newer counts before it."""

    review: Reviewed
    until: date


@dataclass(frozen=True)
class Outcome:
    """What becomes of the ratings of a draft once it is submitted."""

    counting: Sequence[Mark]
    outranked: Sequence[tuple[Mark, Outranking]]


def outranking(person: Person) -> dict[int, Outranking]:
    """Return, by indicator id, the newest review of a person where it is not stale yet."""
    months = organization.stale_months(person.unit)
    found = {
        indicator_id: Outranking(review, stale_on(review.on, months))
        for indicator_id, review in newest_reviews(person).items()
    }
    return {one: each for one, each in found.items() if clock.today() < each.until}


def outcome_of(progress: Progress, reviews: Mapping[int, Outranking]) -> Outcome:
    rated = [mark for mark in progress.marks if mark.rated]
    return Outcome(
        [mark for mark in rated if mark.indicator_id not in reviews],
        [(mark, reviews[mark.indicator_id]) for mark in rated if mark.indicator_id in reviews],
    )
