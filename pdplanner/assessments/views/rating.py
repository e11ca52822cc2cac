from collections.abc import Mapping, Sequence

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.assessments import queries, services
from pdplanner.assessments.area_questions import Question, question_of, questions_of
from pdplanner.assessments.forms import RatingForm
from pdplanner.assessments.models import SelfAssessment
from pdplanner.assessments.progress import Progress, Stage, anchor, progress_of
from pdplanner.assessments.scale import SCALE
from pdplanner.assessments.views.blueprint import aims_of, bp, own_draft, permitted_assessment
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.web import transactions
from pdplanner.web.htmx import render, wants_fragment

TEMPLATE = "assessments/area.html"


@bp.get("/<int:assessment_id>/<area_code>")
@access.requires("assessment.write")
def area(assessment_id: int, area_code: str) -> ResponseReturnValue:
    assessment = permitted_assessment(assessment_id)
    if assessment.submitted_at:
        return redirect(url_for(".show", assessment_id=assessment.id, _anchor=anchor(area_code)))
    progress = progress_of(assessment, aims_of(assessment.person_id))
    stage = progress.stage(area_code) or abort(404)
    if wants_fragment() and "at" in request.args:
        return _saved_question(progress, stage, request.args["at"])
    typed = _typed_before_signing_in(assessment, stage)
    return _page(assessment, progress, stage, typed=typed, saved=request.args.get("at", ""))


@bp.post("/<int:assessment_id>/<area_code>")
@access.requires("assessment.write")
@typed_comes_back
def save_area(assessment_id: int, area_code: str) -> ResponseReturnValue:
    """Save what the whole page holds, and go where its button says."""
    assessment = own_draft(assessment_id)
    indicators = queries.indicators_in(assessment.framework_id, area_code) or abort(404)
    if not _save(assessment, _forms(indicators)):
        return _refuse(assessment_id, area_code)
    return redirect(_address_after(assessment, area_code, request.form.get("go", "")), 303)


@bp.post("/<int:assessment_id>/ratings/<code>")
@access.requires("assessment.write")
@typed_comes_back
def rate(assessment_id: int, code: str) -> ResponseReturnValue:
    """Save one indicator; its button sends the rest of the page too where no script runs."""
    assessment = own_draft(assessment_id)
    indicator = queries.indicator_in(assessment.framework_id, code) or abort(404)
    area_code = indicator.area.code
    alone = wants_fragment()
    forms = _forms([indicator] if alone else indicator.area.indicators)
    if not _save(assessment, forms, wanted=code):
        return _refuse(assessment_id, area_code, wanted=code)
    return redirect(
        url_for(
            ".area",
            assessment_id=assessment_id,
            area_code=area_code,
            at=code,
            shown=forms[indicator].fingerprint if alone else None,
            _anchor=anchor(code),
        ),
        303,
    )


def _forms(indicators: Sequence[Indicator]) -> dict[Indicator, RatingForm]:
    return {each: RatingForm(request.form, prefix=each.code) for each in indicators}


def _save(
    assessment: SelfAssessment, forms: Mapping[Indicator, RatingForm], *, wanted: str = ""
) -> bool:
    """Save and commit what was chosen anew, or nothing at all where a form refuses."""
    chosen = {each: form for each, form in forms.items() if form.touched or each.code == wanted}
    if not all(form.validate() for form in chosen.values()):
        return False
    try:
        for indicator, form in chosen.items():
            services.rate(assessment, indicator=indicator, **form.values)
    except services.AlreadySubmittedError:
        abort(409)
    db.session.commit()
    return True


def _refuse(assessment_id: int, area_code: str, *, wanted: str = "") -> ResponseReturnValue:
    """Answer with what was typed, all of it, and what is wrong with it."""
    transactions.end_writing()
    assessment = own_draft(assessment_id)
    progress = progress_of(assessment, aims_of(assessment.person_id))
    stage = progress.stage(area_code) or abort(404)
    if wants_fragment():
        return _refused_question(progress, stage, wanted), 422
    return _page(assessment, progress, stage, typed=request.form, wanted=wanted), 422


def _saved_question(progress: Progress, stage: Stage, code: str) -> str:
    """Say that it is saved; what it sent is from now on what its page has shown."""
    mark = stage.mark(code) or abort(404)
    question = question_of(mark, {})
    return _state(question, progress, saved=code, shown=request.args.get("shown", ""))


def _refused_question(progress: Progress, stage: Stage, code: str) -> str:
    question = question_of(stage.mark(code) or abort(404), request.form)
    question.form.validate()
    return _state(question, progress, saved="")


def _state(question: Question, progress: Progress, *, saved: str, shown: str = "") -> str:
    return render(
        TEMPLATE,
        fragment="state",
        question=question,
        progress=progress,
        saved=saved,
        shown=shown,
        alone=True,
    )


def _page(
    assessment: SelfAssessment,
    progress: Progress,
    stage: Stage,
    *,
    typed: Mapping[str, str],
    saved: str = "",
    wanted: str = "",
) -> str:
    questions = questions_of(assessment, stage, typed)
    for question in questions:
        if request.method == "POST" and (question.unsaved or question.mark.code == wanted):
            question.form.validate()
    return render(
        TEMPLATE,
        fragment="content",
        assessment=assessment,
        progress=progress,
        stage=stage,
        questions=questions,
        saved=saved,
        scale=SCALE,
        alone=False,
        directors=queries.directors_over(assessment.person),
    )


def _address_after(assessment: SelfAssessment, area_code: str, go: str) -> str:
    if go == "later":
        return url_for(".index")
    progress = progress_of(assessment, aims_of(assessment.person_id))
    before, after = progress.neighbours(area_code)
    there = {"next": after, "back": before, "stay": progress.stage(area_code)}.get(go, after)
    if there:
        return url_for(".area", assessment_id=assessment.id, area_code=there.code)
    if go == "back":
        return url_for(".index")
    return url_for(".review", assessment_id=assessment.id)


def _typed_before_signing_in(assessment: SelfAssessment, stage: Stage) -> Mapping[str, str]:
    """What a POST of this page carried when its session had ended, once."""
    page = url_for(".save_area", assessment_id=assessment.id, area_code=stage.code)
    single = (url_for(".rate", assessment_id=assessment.id, code=mark.code) for mark in stage.marks)
    kept = (take_unsaved(path) for path in (page, *single))
    return next((fields for fields in kept if fields), {})
