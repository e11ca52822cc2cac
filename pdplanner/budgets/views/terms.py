"""The calendar of a fiscal year as a page, and its terms."""

from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.budgets import calendar, queries
from pdplanner.budgets.forms import TermForm
from pdplanner.budgets.models import FiscalYear, SchoolTerm
from pdplanner.budgets.views.blueprint import bp, done, held_year
from pdplanner.budgets.views.reach import year_in_reach
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization import trees
from pdplanner.organization.models import Unit
from pdplanner.web.htmx import page

FACTS = ("name", "starts_on", "ends_on", "hours")


class Team(NamedTuple):
    """A unit with its people, those below it included, and its minimum cover.

    `place` are the names from the top of the tree down to it.
    """

    unit_id: int
    name: str
    place: str
    people: int
    cover: int | None


@bp.get("/years/<int:fiscal_year_id>/calendar")
@access.requires("calendar.write")
def calendar_of(fiscal_year_id: int) -> ResponseReturnValue:
    year = year_in_reach(fiscal_year_id)
    blackouts = organization.blackouts_in(year.unit_id, since=year.starts_on, until=year.ends_on)
    return page(
        "budgets/calendar.html",
        year=year,
        terms=queries.school_terms_of(year),
        blackouts=[
            (each, access.may("calendar.write", each))
            for each in blackouts
            if any(_touch(each.unit.path, path) for path in access.paths("calendar.write"))
        ],
        may_write_terms=access.may("calendar.write", year),
        may_write_year=access.may("fund.write", year),
        teams=_teams(year),
    )


def _touch(path: str, other: str) -> bool:
    """Whether one of two units is the other or stands above it."""
    return path.startswith(other) or other.startswith(path)


def _teams(year: FiscalYear) -> list[Team]:
    """The units of the district whose calendar the user keeps and in which somebody works."""
    kept = access.within(Unit.path) & organization.below(year.unit)
    covers = {unit.id: unit.cover for unit in organization.covered_units(kept)}
    roots = trees.grow(organization.unit_names(kept), organization.head_counts(kept))
    return [
        Team(node.unit.id, node.unit.name, name, node.people, covers.get(node.unit.id))
        for node, name in trees.every(roots)
        if node.people
    ]


@bp.get("/years/<int:fiscal_year_id>/terms/new")
@access.requires("calendar.write")
def new_term(fiscal_year_id: int) -> ResponseReturnValue:
    year = access.load(FiscalYear, fiscal_year_id)
    return _page(TermForm(take_unsaved(request.path), **_days_left(year)), year)


@bp.post("/years/<int:fiscal_year_id>/terms/new")
@access.requires("calendar.write")
@typed_comes_back
def add_term(fiscal_year_id: int) -> ResponseReturnValue:
    year = held_year(fiscal_year_id)
    form = TermForm(request.form)
    if form.validate() and done(form, partial(calendar.add_term, year, **form.values)):
        db.session.commit()
        flash(f"{form.name.data} is added.{form.rounding}")
        return redirect(url_for(".calendar_of", fiscal_year_id=year.id), 303)
    return _page(form, year), 422


@bp.get("/terms/<int:term_id>")
@access.requires("calendar.write")
def edit_term(term_id: int) -> ResponseReturnValue:
    term = access.load(SchoolTerm, term_id)
    return _page(_form(term, take_unsaved(request.path)), term.fiscal_year, term)


@bp.post("/terms/<int:term_id>")
@access.requires("calendar.write")
@typed_comes_back
def save_term(term_id: int) -> ResponseReturnValue:
    term = access.load_to_change(SchoolTerm, term_id)
    form = _form(term, request.form)
    if form.validate() and done(form, partial(calendar.edit_term, term, **form.values)):
        db.session.commit()
        flash(f"{term.name} is saved.{form.rounding}")
        return redirect(url_for(".calendar_of", fiscal_year_id=term.fiscal_year_id), 303)
    return _page(form, term.fiscal_year, term), form.refusal


@bp.post("/terms/<int:term_id>/remove")
@access.requires("calendar.write")
def remove_term(term_id: int) -> ResponseReturnValue:
    term = access.load_to_change(SchoolTerm, term_id)
    name, year_id = term.name, term.fiscal_year_id
    calendar.remove_term(term)
    db.session.commit()
    flash(f"{name} is removed.")
    return redirect(url_for(".calendar_of", fiscal_year_id=year_id), 303)


def _days_left(year: FiscalYear) -> dict[str, Any]:
    """What follows on the last term, as a proposal; nothing where it ends with the year."""
    terms = queries.school_terms_of(year)
    starts_on = terms[-1].ends_on + timedelta(days=1) if terms else year.starts_on
    return {"starts_on": starts_on, "ends_on": year.ends_on} if starts_on <= year.ends_on else {}


def _form(term: SchoolTerm, typed: MultiDict[str, str] | None) -> TermForm:
    return TermForm(typed, stored={name: getattr(term, name) for name in FACTS})


def _page(form: TermForm, year: FiscalYear, term: SchoolTerm | None = None) -> str:
    action = (
        url_for(".save_term", term_id=term.id)
        if term
        else url_for(".add_term", fiscal_year_id=year.id)
    )
    return page(
        "budgets/days_form.html", form=form, year=year, stored=term, kind="term", action=action
    )
