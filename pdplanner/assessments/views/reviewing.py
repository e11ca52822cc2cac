"""The page on which a supervisor enters the levels of a review."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.assessments import services
from pdplanner.assessments.forms import ReviewedForm, ReviewForm
from pdplanner.assessments.models import LONGEST_EVIDENCE
from pdplanner.assessments.scale import SCALE
from pdplanner.assessments.standing import AreaStanding, Line, standing_of
from pdplanner.assessments.views.blueprint import bp
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.notices import mailing
from pdplanner.organization.models import Person
from pdplanner.web.filters import plural
from pdplanner.web.htmx import page

NOTHING = "Choose a level for at least one indicator."


class Row(NamedTuple):
    """An indicator, where somebody stands in it, and its fields."""

    line: Line
    form: ReviewedForm


class ReviewArea(NamedTuple):
    standing: AreaStanding
    rows: Sequence[Row]

    @property
    def targets(self) -> int:
        return sum(row.line.aim is not None for row in self.rows)

    @property
    def entered(self) -> int:
        return sum(row.form.filled for row in self.rows)

    def stands_open(self, asked: str) -> bool:
        """Whether something is entered in it, or its indicator of a code is asked about."""
        return bool(self.entered) or any(row.line.indicator.code == asked for row in self.rows)


def may_review(person: Person) -> bool:
    """Nobody reviews themselves."""
    return person.user_id != signed_in_user().id and access.may("review.write", person)


@bp.get("/people/<int:person_id>/review")
@access.requires("review.write")
def new_review(person_id: int) -> ResponseReturnValue:
    """The page; `indicator` names one whose area stands open, and which is asked about."""
    person = access.load(Person, person_id)
    if not may_review(person):
        flash("Nobody reviews themselves: that is for a director above you.")
        return redirect(url_for(".index"))
    typed = take_unsaved(request.path)
    form = ReviewForm(typed, reviewed_on=clock.today())
    return _page(person, form, _areas(person, typed), restored=bool(typed))


@bp.post("/people/<int:person_id>/review")
@access.requires("review.write")
@typed_comes_back
def record_review(person_id: int) -> ResponseReturnValue:
    person = access.load(Person, person_id)
    if not may_review(person):
        abort(404)
    form, areas = ReviewForm(request.form), _areas(person, request.form)
    rows = [row for area in areas for row in area.rows]
    given = {row.line.indicator.id: row.form for row in rows if row.form.given}
    # Each is asked, so that every mistake shows at once.
    sound = all([form.validate(), *(row.form.validate() for row in rows)])
    if not given:
        form.form_errors.append(NOTHING)
    elif sound:
        try:
            services.record_review(
                person,
                reviewer=signed_in_user(),
                levels={each: int(fields.level.data) for each, fields in given.items()},
                notes={each: fields.note.data for each, fields in given.items()},
                **form.values,
            )
        except services.ReviewRefusedError as error:
            form.refuse(form.reviewed_on, str(error))
        else:
            said = f"Review of {person.name} recorded: {plural(len(given), 'level')}."
            db.session.commit()
            mailing.send_due.later()
            flash(said)
            return redirect(url_for(".person", person_id=person_id), 303)
    return _page(person, form, areas), 422


def _areas(person: Person, typed: MultiDict[str, str] | None) -> Sequence[ReviewArea]:
    try:
        standing = standing_of(person, frameworks.individual_framework())
    except frameworks.NoFrameworkError:
        abort(404)
    return [
        ReviewArea(
            area,
            [Row(line, ReviewedForm(typed, prefix=line.indicator.code)) for line in area.lines],
        )
        for area in standing
    ]


def _page(
    person: Person, form: ReviewForm, areas: Sequence[ReviewArea], *, restored: bool = False
) -> str:
    rows = [row for area in areas for row in area.rows]
    return page(
        "assessments/review.html",
        person=person,
        form=form,
        areas=areas,
        refused=[row for row in rows if row.form.errors],
        restored=restored,
        asked=request.args.get("indicator", ""),
        scale=SCALE,
        longest=LONGEST_EVIDENCE,
        today=clock.today(),
    )
