from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.assessments import queries, services
from pdplanner.assessments.models import SelfAssessment
from pdplanner.assessments.progress import Progress, progress_of
from pdplanner.assessments.standing import ratings_in, reviews_of, standing_of
from pdplanner.assessments.views.blueprint import (
    aims_of,
    bp,
    own_person,
    permitted_assessment,
)
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.web.htmx import render


@bp.get("/")
@access.requires("assessment.write")
def index() -> ResponseReturnValue:
    person = own_person()
    try:
        framework = frameworks.individual_framework()
    except frameworks.NoFrameworkError:
        return render("assessments/nothing_loaded.html", fragment="content")
    draft = queries.draft_of(person.id, framework.id)
    return render(
        "assessments/index.html",
        fragment="content",
        person=person,
        framework=framework,
        draft=draft,
        progress=progress_of(draft, aims_of(person.id)) if draft else None,
        history=queries.submitted_of(person, framework.id),
        reviews=reviews_of(person),
        standing=standing_of(person, framework),
        directors=queries.directors_over(person),
    )


@bp.post("/")
@access.requires("assessment.write")
def start() -> ResponseReturnValue:
    person = own_person()
    try:
        framework = frameworks.individual_framework()
    except frameworks.NoFrameworkError:
        abort(404)
    draft = services.start(person, framework=framework)
    db.session.commit()
    return redirect(_where_to_go_on(draft), 303)


@bp.get("/<int:assessment_id>/")
@access.requires("level.read")
def show(assessment_id: int) -> ResponseReturnValue:
    """A submitted self-assessment as it was given; one's own draft goes on where it stopped."""
    assessment = permitted_assessment(assessment_id)
    if not assessment.submitted_at:
        return redirect(_where_to_go_on(assessment))
    return render(
        "assessments/show.html",
        fragment="content",
        assessment=assessment,
        own=access.may("assessment.write", assessment),
        ratings=ratings_in(assessment),
    )


def _where_to_go_on(draft: SelfAssessment) -> str:
    progress: Progress = progress_of(draft, aims_of(draft.person_id))
    stage = progress.next_stage
    if stage is None:
        return url_for(".review", assessment_id=draft.id)
    return url_for(".area", assessment_id=draft.id, area_code=stage.code)
