"""Where a person stands, indicator by indicator: what they say, what a review says, what counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pdplanner import clock
from pdplanner.assessments import queries
from pdplanner.assessments.gaps import gap_points
from pdplanner.assessments.models import Rating, Review, ReviewRating, SelfAssessment
from pdplanner.assessments.queries import Held
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.frameworks.models import Framework, Indicator, SkillArea
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Person
from pdplanner.organization.targets import Aim


@dataclass(frozen=True)
class Said:
    """A level that the person gave, with what shows it, or the reason of not applicable."""

    level: int | None
    on: date
    text: str


@dataclass(frozen=True)
class Reviewed:
    level: int
    on: date
    text: str
    reviewer: str
    agreed: bool


@dataclass(frozen=True)
class Line:
    indicator: Indicator
    held: Held | None
    said: Said | None
    reviewed: Reviewed | None
    aim: Aim | None

    @property
    def points(self) -> int:
        return gap_points(self.aim, self.held.level) if self.aim and self.held else 0


@dataclass(frozen=True)
class AreaStanding:
    area: SkillArea
    lines: Sequence[Line]

    @property
    def points(self) -> int:
        return sum(line.points for line in self.lines)

    @property
    def rated(self) -> int:
        return sum(line.held is not None for line in self.lines)

    @property
    def stale(self) -> int:
        return sum(line.held is not None and line.held.stale for line in self.lines)


def standing_of(person: Person, framework: Framework) -> list[AreaStanding]:
    """Return every area of the framework with the newest that was submitted or reviewed."""
    held = queries.current_levels([person.id]).get(person.id, {})
    aims = organization.targets_of([person.id]).get(person.id, {})
    said, reviewed = _said(person), newest_reviews(person)
    lines = [
        Line(
            each,
            held.get(each.id),
            said.get(each.id),
            reviewed.get(each.id),
            aims.get(each.id),
        )
        for each in frameworks.indicators(framework)
    ]
    by_area = groupby(lines, key=lambda line: line.indicator.area)
    return [AreaStanding(area, list(each)) for area, each in by_area]


def reviews_of(person: Person) -> Sequence[Review]:
    """Return the reviews of a person with reviewer and ratings, the newest first."""
    reviews = select(Review).where(Review.person_id == person.id)
    reviews = reviews.options(joinedload(Review.reviewer))
    ordered = reviews.order_by(Review.reviewed_on.desc(), Review.id.desc())
    return db.session.scalars(ordered).all()


def newest_reviews(person: Person) -> dict[int, Reviewed]:
    """Return the newest review of each indicator, by its id, stale or not."""
    rated = (
        select(ReviewRating)
        .join(ReviewRating.review)
        .where(Review.person_id == person.id)
        .options(joinedload(ReviewRating.review).joinedload(Review.reviewer))
        .order_by(Review.reviewed_on, Review.agreed, Review.id)
    )
    found: Iterable[ReviewRating] = db.session.scalars(rated)
    return {
        each.indicator_id: Reviewed(
            level=each.level,
            on=each.review.reviewed_on,
            text=each.note,
            reviewer=each.review.reviewer.name if each.review.reviewer else "",
            agreed=each.review.agreed,
        )
        for each in found
    }


def ratings_in(assessment: SelfAssessment) -> list[tuple[SkillArea, list[Rating]]]:
    """Return the ratings of one self-assessment by area, in the order of the framework."""
    rated = (
        select(Rating)
        .join(Rating.indicator)
        .where(Rating.assessment_id == assessment.id)
        .options(joinedload(Rating.indicator).joinedload(Indicator.area))
        .order_by(Indicator.position)
    )
    by_area = groupby(db.session.scalars(rated), key=lambda rating: rating.indicator.area)
    return [(area, list(each)) for area, each in by_area]


def _said(person: Person) -> dict[int, Said]:
    rated = (
        select(Rating.indicator_id, Rating.level, Rating.text, SelfAssessment.submitted_at)
        .join(SelfAssessment, SelfAssessment.id == Rating.assessment_id)
        .where(
            SelfAssessment.person_id == person.id,
            SelfAssessment.submitted_at.is_not(None),
        )
        .order_by(SelfAssessment.submitted_at, SelfAssessment.id)
    )
    return {
        indicator_id: Said(level, clock.day_of(submitted_at), text)
        for indicator_id, level, text, submitted_at in db.session.execute(rated)
        if submitted_at is not None
    }
