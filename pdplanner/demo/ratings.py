"""Self-assessments and reviews of days gone by.

The services that people use rate today; here each rating stands on the day that its file says.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from pdplanner.assessments.models import Rating, Review, ReviewRating, SelfAssessment
from pdplanner.datafiles import DataFileError, Document
from pdplanner.demo.world import World
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.frameworks.models import Framework

STARTED = time(13, 30)
SUBMITTED = time(15, 0)
A_RATING = timedelta(seconds=40)
UNRATED, NOT_APPLICABLE = "-", "n"


def add_assessments(world: World, document: Document) -> None:
    framework = _framework(document)
    for entry in document["assessments"]:
        submitted_on = entry["submitted_on"]
        assessment = SelfAssessment(
            person=world.people[entry["person"]],
            framework=framework,
            started_at=_moment(entry["started_on"], STARTED),
            submitted_at=_moment(submitted_on, SUBMITTED) if submitted_on else None,
        )
        assessment.ratings = list(_ratings(world, entry))
        db.session.add(assessment)
    db.session.flush()


def add_reviews(world: World, document: Document) -> None:
    framework = _framework(document)
    for entry in document["reviews"]:
        review = Review(
            person=world.people[entry["person"]],
            framework_id=framework.id,
            reviewer=world.users[entry["reviewer"]],
            reviewed_on=date.fromisoformat(entry["on"]),
            agreed=entry["agreed"],
        )
        notes = entry.get("notes", {})
        review.ratings = [
            ReviewRating(indicator_id=world.indicators[code], level=level, note=notes.get(code, ""))
            for code, level in entry["levels"].items()
        ]
        db.session.add(review)
    db.session.flush()


def signs(world: World, entry: Document) -> Iterator[tuple[str, str]]:
    """Yield (indicator code, sign) for each indicator that a self-assessment rates.

    Raises DataFileError where an area has not one sign for each of its indicators.
    """
    for area_code, text in entry["levels"].items():
        indicators = world.areas[area_code].indicators
        written = text.replace(" ", "")
        if len(written) != len(indicators):
            place = f"assessments: {entry['person']}: levels.{area_code}"
            sizes = f"{len(written)} signs, expected {len(indicators)}"
            raise DataFileError([f"{place}: {sizes}"])
        for indicator, sign in zip(indicators, written, strict=True):
            if sign != UNRATED:
                yield indicator.code, sign


def _ratings(world: World, entry: Document) -> Iterator[Rating]:
    lines = entry.get("evidence", {})
    started_at = _moment(entry["started_on"], STARTED)
    for number, (code, sign) in enumerate(signs(world, entry), start=1):
        applies = sign != NOT_APPLICABLE
        yield Rating(
            indicator_id=world.indicators[code],
            level=int(sign) if applies else None,
            evidence=lines.get(code, "") if applies else "",
            reason="" if applies else lines.get(code, ""),
            rated_at=started_at + number * A_RATING,
        )


def _framework(document: Document) -> Framework:
    framework = frameworks.framework(document["framework"])
    if framework is None:
        raise DataFileError([f"districts/demo: no framework {document['framework']} is loaded"])
    return framework


def _moment(day: str, at: time) -> datetime:
    return datetime.combine(date.fromisoformat(day), at)
