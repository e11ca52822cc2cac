"""The questions of one skill area, as the page asks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from pdplanner import clock
from pdplanner.assessments.forms import NOT_APPLICABLE, RATED, RatingForm
from pdplanner.assessments.models import LONGEST_EVIDENCE, Rating, SelfAssessment
from pdplanner.assessments.overriding_reviews import Outranking, outranking
from pdplanner.assessments.progress import Mark, Stage
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator


@dataclass
class Question:
    """One indicator: its fields, and what was rated before, by choice: {"3": "in 2025"}.

    `outranked` is the review that counts before whatever is chosen.
    """

    mark: Mark
    form: RatingForm
    statement: str = ""
    previous: dict[str, str] = field(default_factory=dict)
    outranked: Outranking | None = None
    unsaved: bool = False
    longest: int = LONGEST_EVIDENCE

    @property
    def fields(self) -> list[str]:
        """The names that are sent when it is saved alone."""
        return [self.form[name].name for name in (*RATED, "shown")]


def question_of(mark: Mark, typed: Mapping[str, str]) -> Question:
    """Return a question as it was saved, and as it was typed where that is not saved yet."""
    saved = RatingForm.of(
        mark.code, rated=mark.rated, level=mark.level, evidence=mark.evidence, reason=mark.reason
    )
    if not any(f"{mark.code}-{name}" in typed for name in RATED):
        return Question(mark, saved)
    form = RatingForm(MultiDict(typed), prefix=mark.code)
    form.renew(saved)
    return Question(mark, form, unsaved=bool(form.touched))


def questions_of(
    assessment: SelfAssessment, stage: Stage, typed: Mapping[str, str]
) -> list[Question]:
    """Return an area's questions: first those that the person's roles ask, then the others."""
    ids = [mark.indicator_id for mark in stage.marks]
    statements = _statements(ids)
    previous, reviews = _previous_levels(assessment, ids), outranking(assessment.person)
    questions = [question_of(mark, typed) for mark in stage.marks]
    for question in questions:
        question.statement = statements[question.mark.indicator_id]
        question.previous = previous.get(question.mark.indicator_id, {})
        question.outranked = reviews.get(question.mark.indicator_id)
    return sorted(questions, key=lambda question: not question.mark.asked)


def _statements(indicator_ids: Sequence[int]) -> dict[int, str]:
    stated = select(Indicator.id, Indicator.statement).where(Indicator.id.in_(indicator_ids))
    return {each.id: each.statement for each in db.session.execute(stated)}


def _previous_levels(
    assessment: SelfAssessment, indicator_ids: Sequence[int]
) -> dict[int, dict[str, str]]:
    """Return the person's newest submitted rating of each indicator, and when it was."""
    rated = (
        select(Rating.indicator_id, Rating.level, SelfAssessment.submitted_at)
        .join(SelfAssessment, SelfAssessment.id == Rating.assessment_id)
        .where(
            SelfAssessment.person_id == assessment.person_id,
            SelfAssessment.submitted_at.is_not(None),
            Rating.indicator_id.in_(indicator_ids),
        )
        .order_by(SelfAssessment.submitted_at, SelfAssessment.id)
    )
    return {
        indicator_id: {_choice(level): _when(submitted_at)}
        for indicator_id, level, submitted_at in db.session.execute(rated)
    }


def _choice(level: int | None) -> str:
    return NOT_APPLICABLE if level is None else str(level)


def _when(submitted_at: datetime | None) -> str:
    day = clock.day_of(submitted_at) if submitted_at else clock.today()
    return "last time" if day.year == clock.today().year else f"in {day.year}"
