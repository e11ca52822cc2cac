from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user, typed_comes_back
from pdplanner.budgets import services
from pdplanner.budgets.forms import FundForm, fund_form
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.budgets.views.blueprint import bp, refuse, unsaved
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.frameworks.models import SkillArea
from pdplanner.organization import queries as organization
from pdplanner.organization import trees
from pdplanner.organization.models import Unit
from pdplanner.web.htmx import page

FACTS = (
    "name",
    "source",
    "account_code",
    "allocated_cents",
    "cap",
    "spend_by",
    "carries_over",
    "note",
)


@bp.get("/years/<int:fiscal_year_id>/funds/new")
@access.requires("fund.write")
def new_fund(fiscal_year_id: int) -> ResponseReturnValue:
    year = _year(fiscal_year_id)
    return _page(_new_form(year, unsaved()), year)


@bp.post("/years/<int:fiscal_year_id>/funds/new")
@access.requires("fund.write")
@typed_comes_back
def add_fund(fiscal_year_id: int) -> ResponseReturnValue:
    year = _year(fiscal_year_id)
    form = _new_form(year, request.form)
    if form.validate():
        values = form.values
        unit = access.load(Unit, values.pop("unit"))
        try:
            fund = services.add_fund(
                unit=unit, fiscal_year=year, by_id=signed_in_user().id, **_with_areas(values)
            )
        except services.BudgetError as error:
            refuse(form, error)
        else:
            db.session.commit()
            flash(f"{fund.name} is added to {year.title}.")
            return redirect(_budget(year), 303)
    return _page(form, year), 422


@bp.get("/funds/<int:fund_id>")
@access.requires("fund.write")
def edit_fund(fund_id: int) -> ResponseReturnValue:
    fund = access.load(Fund, fund_id)
    return _page(_form(fund, unsaved()), fund.fiscal_year, fund)


@bp.post("/funds/<int:fund_id>")
@access.requires("fund.write")
@typed_comes_back
def save_fund(fund_id: int) -> ResponseReturnValue:
    fund = access.load_to_change(Fund, fund_id)
    form = _form(fund, request.form)
    if form.validate():
        try:
            services.edit_fund(fund, by_id=signed_in_user().id, **_with_areas(form.values))
        except services.BudgetError as error:
            refuse(form, error)
        else:
            db.session.commit()
            flash(f"{fund.name} is saved.")
            return redirect(_budget(fund.fiscal_year), 303)
    return _page(form, fund.fiscal_year, fund), form.refusal


def _year(fiscal_year_id: int) -> FiscalYear:
    """A fiscal year of a district in which the user keeps some unit's money."""
    year = access.load(FiscalYear, fiscal_year_id, permission="signed_in")
    return year if _units(year) else abort(404)


def _units(year: FiscalYear) -> list[tuple[int, str]]:
    """The units of the year's district whose money the user keeps."""
    kept = access.within(Unit.path) & organization.below(year.unit)
    return trees.choices(trees.grow(organization.unit_names(kept), {}))


def _new_form(year: FiscalYear, typed: MultiDict[str, str] | None) -> FundForm:
    return fund_form(typed, areas=_areas(), units=_units(year), spend_by=year.ends_on)


def _form(fund: Fund, typed: MultiDict[str, str] | None) -> FundForm:
    stored = {name: getattr(fund, name) for name in FACTS}
    stored["areas"] = [each.area_id for each in fund.areas]
    stored["refused_formats"] = [each.format for each in fund.refused_formats]
    return fund_form(typed, areas=_areas(), stored=stored)


def _areas() -> Sequence[SkillArea]:
    try:
        return frameworks.areas(frameworks.individual_framework())
    except frameworks.NoFrameworkError:
        return ()


def _with_areas(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"areas": [area for area in _areas() if area.id in values["areas"]]}


def _budget(year: FiscalYear) -> str:
    return url_for("reports.budget", district=year.unit_id, year=year.id)


def _page(form: FundForm, year: FiscalYear, fund: Fund | None = None) -> str:
    return page("budgets/fund_form.html", form=form, year=year, fund=fund, back=_budget(year))
