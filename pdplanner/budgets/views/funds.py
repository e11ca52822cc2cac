from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.budgets import account_codes, services
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.fund_form import FundChoices, FundForm, fund_form
from pdplanner.budgets.last_days import past_words
from pdplanner.budgets.last_years_code import OldCode, code_of_last_year
from pdplanner.budgets.ledger_queries import carried_of
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.budgets.rules import LISTS, rules_of
from pdplanner.budgets.views.blueprint import bp, held_year, refuse
from pdplanner.budgets.views.reach import kept_units, year_in_reach
from pdplanner.catalog import queries as catalog
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.frameworks.models import SkillArea
from pdplanner.organization import queries as organization
from pdplanner.organization import trees
from pdplanner.organization.models import Unit
from pdplanner.organization.services import tree
from pdplanner.web.htmx import page

FACTS = (
    "name",
    "source",
    "account_code",
    "cap",
    "spend_by",
    "carries_over",
    "refuses_travel",
    "note",
)


@bp.get("/years/<int:fiscal_year_id>/funds/new")
@access.requires("fund.write")
def new_fund(fiscal_year_id: int) -> ResponseReturnValue:
    year = year_in_reach(fiscal_year_id)
    return _page(_new_form(year, take_unsaved(request.path)), year)


@bp.post("/years/<int:fiscal_year_id>/funds/new")
@access.requires("fund.write")
@typed_comes_back
def add_fund(fiscal_year_id: int) -> ResponseReturnValue:
    year = held_year(year_in_reach(fiscal_year_id).id, permission="signed_in")
    form = _new_form(year, request.form)
    if form.validate():
        values = form.values
        unit = access.load(Unit, values.pop("unit"))
        try:
            fund = services.add_fund(
                unit=unit, fiscal_year=year, by_id=signed_in_user().id, **values
            )
        except BudgetError as error:
            refuse(form, error)
        else:
            db.session.commit()
            flash(f"{fund.named} is added to {year.title}.")
            return redirect(_budget(year), 303)
    return _page(form, year), 422


@bp.get("/funds/<int:fund_id>")
@access.requires("fund.write")
def edit_fund(fund_id: int) -> ResponseReturnValue:
    fund = access.load(Fund, fund_id)
    return _page(_form(fund, take_unsaved(request.path)), fund.fiscal_year, fund)


@bp.post("/funds/<int:fund_id>")
@access.requires("fund.write")
@typed_comes_back
def save_fund(fund_id: int) -> ResponseReturnValue:
    # The tree before its funds, as whoever gives the year other days.
    tree.hold(access.load(Fund, fund_id).unit)
    fund = access.load_to_change(Fund, fund_id)
    form = _form(fund, request.form)
    if form.validate():
        try:
            services.edit_fund(fund, by_id=signed_in_user().id, **form.values)
        except BudgetError as error:
            refuse(form, error)
        else:
            db.session.commit()
            flash(f"{fund.named} is saved.")
            return redirect(_budget(fund.fiscal_year), 303)
    return _page(form, fund.fiscal_year, fund), form.refusal


def _new_form(year: FiscalYear, typed: MultiDict[str, str] | None) -> FundForm:
    choices = _choices(year, kept_units(year))
    return fund_form(typed, choices=choices, new=True, spend_by=year.ends_on)


def _form(fund: Fund, typed: MultiDict[str, str] | None) -> FundForm:
    stored = {name: getattr(fund, name) for name in FACTS}
    stored["allocated_cents"] = fund.allocated_cents + carried_of(fund)
    rules = rules_of(fund)
    stored |= {name: getattr(rules, name) for name in LISTS}
    units = trees.choices(trees.grow(organization.unit_names(organization.below(fund.unit)), {}))
    choices = _choices(fund.fiscal_year, units)
    return fund_form(typed, choices=choices.with_named(fund), stored=stored)


def _choices(year: FiscalYear, units: list[tuple[int, str]]) -> FundChoices:
    providers = {
        each.provider_id: each.provider.name for each in catalog.offerings_for(year.unit.path)
    }
    return FundChoices(
        areas=[(each.id, f"{each.code} {each.title}") for each in _areas()],
        providers=sorted(providers.items(), key=lambda each: each[1].casefold()),
        units=units,
        job_roles=[(each.id, each.title) for each in organization.job_roles_at(year.unit)],
    )


def _areas() -> Sequence[SkillArea]:
    try:
        return frameworks.areas(frameworks.individual_framework())
    except frameworks.NoFrameworkError:
        return ()


def _budget(year: FiscalYear) -> str:
    return url_for("reports.budget", district=year.unit_id, year=year.id)


def _page(form: FundForm, year: FiscalYear, fund: Fund | None = None) -> str:
    segments = account_codes.segments_of(year.unit_id)
    return page(
        "budgets/fund_form.html",
        form=form,
        year=year,
        fund=fund,
        back=_budget(year),
        code_hint=_code_hint(segments),
        carried=carried_of(fund) if fund else 0,
        past=past_words(fund) if fund else "",
        old_code=_old_code(fund, segments) if fund else None,
    )


def _old_code(fund: Fund, segments: Sequence[account_codes.Segment]) -> OldCode | None:
    return code_of_last_year(fund, account_codes.parts_of(fund.account_code, segments))


def _code_hint(segments: Sequence[account_codes.Segment]) -> str:
    if not segments:
        return "Your chart of accounts’ code; it stands on every line that the fund pays."
    return (
        f"{account_codes.in_words(segments)} characters; hyphens may be left out. It stands on"
        " every line that the fund pays."
    )
