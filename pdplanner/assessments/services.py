from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import case, select, update
from sqlalchemy.exc import IntegrityError

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.assessments import queries
from pdplanner.assessments.current_level_writes import settle
from pdplanner.assessments.models import Rating, Review, ReviewRating, SelfAssessment
from pdplanner.assessments.rating_upsert import GIVEN, save_rating
from pdplanner.assessments.scale import EVIDENCE_FROM, LEVELS, lacks_text
from pdplanner.extensions import db
from pdplanner.frameworks.models import Framework, Indicator
from pdplanner.notices import services as notices
from pdplanner.notices.services import Told
from pdplanner.organization.models import Person
from pdplanner.web.filters import day, plural
from pdplanner.web.mail_letters import path

__all__ = ["rate", "record_review", "settle", "start", "submit"]


class AlreadySubmittedError(Exception):
    """The self-assessment was submitted, and is kept as it is."""


class NotReadyError(Exception):
    """Nothing is rated, or evidence or a reason is missing."""


class ReviewRefusedError(ValueError):
    """A review names a level, an indicator or a day that cannot be."""


def start(person: Person, *, framework: Framework) -> SelfAssessment:
    """Return the person's draft, a new one where there is none."""
    if draft := queries.draft_of(person.id, framework.id):
        return draft
    draft = SelfAssessment(person=person, framework=framework, started_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        # Another request of the same person was faster; both go on with its draft.
        faster = queries.draft_of(person.id, framework.id)
        if faster is None:
            raise
        return faster
    return draft


def rate(
    assessment: SelfAssessment,
    *,
    indicator: Indicator,
    level: int | None,
    evidence: str = "",
    reason: str = "",
    changed: Collection[str] = GIVEN,
) -> None:
    """Save one rating at once, so that a lost session loses nothing.

    Level None means not applicable. Of an indicator that is rated already only what is `changed`
    is written.
    """
    saved = save_rating(
        assessment.id,
        indicator.id,
        level=level,
        evidence=evidence,
        reason=reason,
        changed=changed,
    )
    if not saved:
        raise AlreadySubmittedError(f"Self-assessment {assessment.id} is submitted.")


def submit(assessment: SelfAssessment) -> None:
    """Close the draft: from now on its levels count and are seen by the directors above.

    Text that its level does not ask for is dropped: its author no longer sees it there.
    """
    if queries.is_submitted(assessment.id):
        raise AlreadySubmittedError(f"Self-assessment {assessment.id} is submitted.")
    texts = queries.texts_of(assessment.id)
    if not texts or any(lacks_text(level, text) for level, text in texts):
        raise NotReadyError("Rate something, and say what shows each level 3 and 4.")
    asked_for = {
        "evidence": case((Rating.level >= EVIDENCE_FROM, Rating.evidence), else_=""),
        "reason": case((Rating.level.is_(None), Rating.reason), else_=""),
    }
    its_own = update(Rating).where(Rating.assessment_id == assessment.id)
    db.session.execute(its_own.values(asked_for))
    assessment.submitted_at = clock.now()
    db.session.flush()
    settle([assessment.person])


def record_review(
    person: Person,
    *,
    reviewer: User | None,
    reviewed_on: date,
    levels: Mapping[int, int],
    agreed: bool,
    notes: Mapping[int, str] | None = None,
) -> Review:
    """Record a supervisor's levels by indicator id, and tell the person.

    `agreed` where both settled on them; `notes` by indicator id too. The notice is to be mailed
    after the commit. Raises ReviewRefusedError.
    """
    if reviewer is not None and person.user_id == reviewer.id:
        raise ReviewRefusedError("Nobody reviews themselves.")
    framework_id = _framework_of(levels)
    if reviewed_on > clock.today():
        raise ReviewRefusedError(f"{day(reviewed_on)} has not come yet.")
    review = Review(
        person=person,
        framework_id=framework_id,
        reviewer=reviewer,
        reviewed_on=reviewed_on,
        agreed=agreed,
    )
    notes = notes or {}
    review.ratings = [
        ReviewRating(indicator_id=each, level=level, note=notes.get(each, ""))
        for each, level in levels.items()
    ]
    db.session.add(review)
    db.session.flush()
    settle([person])
    _tell(review)
    return review


def _tell(review: Review) -> None:
    """Levels count against one's own word: whom they are about should not find out by chance."""
    person, reviewer = review.person, review.reviewer
    if person.user is None or reviewer is None:
        return
    said = (
        f"{reviewer.name} entered {plural(len(review.ratings), 'level')} of"
        f" {day(review.reviewed_on)}{', settled on with you' if review.agreed else ''}."
        " Until they are stale they count before what you rate yourself."
    )
    told = Told("Your levels were reviewed", said, path("assessments.index"))
    notices.tell([person.user], told)


def _framework_of(levels: Mapping[int, int]) -> int:
    wrong = [level for level in levels.values() if level not in LEVELS]
    if wrong or not levels:
        raise ReviewRefusedError(f"Levels {wrong}, expected one or more from 0 to 4.")
    indicators = select(Indicator.framework_id).where(Indicator.id.in_(levels))
    found = db.session.scalars(indicators).all()
    if len(found) != len(levels) or len(set(found)) != 1:
        raise ReviewRefusedError("The indicators of a review belong to one framework.")
    return found[0]
