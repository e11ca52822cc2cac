from collections.abc import Sequence

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.assessments import queries, services
from pdplanner.assessments.models import SelfAssessment
from pdplanner.assessments.overriding_reviews import outcome_of, outranking
from pdplanner.assessments.progress import progress_of
from pdplanner.assessments.views.blueprint import (
    aims_of,
    bp,
    own_draft,
    permitted_assessment,
)
from pdplanner.extensions import db
from pdplanner.web import transactions
from pdplanner.web.htmx import render
from pdplanner.web.word_lists import in_a_row

NOBODY_YET = "you alone: no director is entered over your unit yet"


@bp.get("/<int:assessment_id>/submit")
@access.requires("assessment.write")
def review(assessment_id: int) -> ResponseReturnValue:
    assessment = permitted_assessment(assessment_id)
    if assessment.submitted_at:
        return redirect(url_for(".show", assessment_id=assessment.id))
    return _page(assessment)


@bp.post("/<int:assessment_id>/submit")
@access.requires("assessment.write")
def submit(assessment_id: int) -> ResponseReturnValue:
    assessment = own_draft(assessment_id)
    readers = _names(queries.directors_over(assessment.person))
    try:
        services.submit(assessment)
    except services.AlreadySubmittedError:
        abort(409)
    except services.NotReadyError:
        transactions.end_writing()
        return _page(own_draft(assessment_id), refused=True), 422
    db.session.commit()
    flash(f"Submitted. Your levels can now be seen by {readers}.")
    return redirect(url_for(".gaps"), 303)


def _page(assessment: SelfAssessment, *, refused: bool = False) -> str:
    progress = progress_of(assessment, aims_of(assessment.person_id))
    return render(
        "assessments/submit.html",
        fragment="content",
        assessment=assessment,
        progress=progress,
        outcome=outcome_of(progress, outranking(assessment.person)),
        directors=queries.directors_over(assessment.person),
        refused=refused,
    )


def _names(directors: Sequence[tuple[str, str]]) -> str:
    named = [f"{name} (director of {unit})" for name, unit in directors]
    return in_a_row(["you", *named]) if named else NOBODY_YET
