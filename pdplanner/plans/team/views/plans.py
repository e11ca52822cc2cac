"""A unit's heat map and its plan: where people stand, and what a budget could do about it."""

from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.organization.queries import lineages
from pdplanner.plans import planner, tasks
from pdplanner.plans.models import UNFINISHED, Scenario
from pdplanner.plans.scenarios import builds, drafts, page_version
from pdplanner.plans.scenarios.conflict_words import Meanwhile, changed_since
from pdplanner.plans.scenarios.errors import UnknownError
from pdplanner.plans.scenarios.rule_steps import step_of
from pdplanner.plans.studies import stalled
from pdplanner.plans.team.deleted_plan import find_scenario, gone_screen, load_scenario
from pdplanner.plans.team.forms import RuleForm, SettingsForm, ShownForm, settings_form
from pdplanner.plans.team.page import TeamPage
from pdplanner.plans.team.screen import page_of, plan_screen, team_screen
from pdplanner.plans.team.views.blueprint import bp
from pdplanner.web.htmx import render, wants_fragment


@bp.get("/")
@access.requires("team.read")
def index() -> ResponseReturnValue:
    units = lineages.units_at(access.paths("team.read"))
    if len(units) == 1:
        return redirect(url_for(".show", unit_id=units[0].id))
    return render("teams/index.html", fragment="units", units=units)


@bp.get("/<int:unit_id>")
@access.requires("team.read")
def show(unit_id: int) -> ResponseReturnValue:
    page = page_of(access.load(Unit, unit_id))
    return team_screen(page, form=settings_form(page.funds, scenario=page.latest))


@bp.post("/<int:unit_id>/plan")
@access.requires("scenario.write")
def build(unit_id: int) -> ResponseReturnValue:
    """Put the settings on the director's workbench and have it built."""
    unit = access.load(Unit, unit_id)
    drafts.hold(unit)
    page = page_of(unit)
    if page.fiscal_year is None:
        abort(404)
    form = settings_form(page.funds, data=request.form)
    valid, basis = form.validate(), _basis(unit_id, form)
    if basis is None and form.basis.data is not None and not form.basis.errors:
        return gone_screen(unit, not_done="Your settings were not built", form=form), 422
    if not valid:
        return _refused(page, form, basis), 422
    if basis is not None and (meanwhile := _settings_meanwhile(basis, form)):
        return plan_screen(basis, form=form, meanwhile=meanwhile), 422
    try:
        scenario = drafts.ask(
            page.unit, page.fiscal_year, by=signed_in_user(), asked=_asked(form), basis=basis
        )
    except UnknownError as error:
        form.refuse(form.rule_offering, str(error))
        db.session.rollback()
        page = page_of(access.load(Unit, unit_id))
        return _refused(page, form, _basis(unit_id, form)), 422
    return _built(scenario)


@bp.get("/<int:unit_id>/plan/<int:scenario_id>")
@access.requires("team.read")
def plan(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    scenario = load_scenario(unit_id, scenario_id)
    if scenario.status in UNFINISHED and wants_fragment() and "waiting" in request.args:
        return _progress(scenario)
    if "waiting" in request.args or "before" not in request.args:
        return plan_screen(scenario)
    # Whoever comes back to the plan later has changed nothing just now.
    address = url_for(".plan", unit_id=unit_id, scenario_id=scenario_id)
    return plan_screen(scenario), {"HX-Push-Url": address}


@bp.post("/<int:unit_id>/plan/<int:scenario_id>/rules")
@access.requires("scenario.write")
def change_rule(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    """Pin or exclude what is in the plan, or take that back, and have it built again."""
    unit = access.load(Unit, unit_id)
    drafts.hold(unit)
    basis = find_scenario(unit_id, scenario_id)
    form = RuleForm(request.form)
    pressed = form.pressed if form.validate() else None
    if pressed is None:
        abort(400)
    step = step_of(unit, basis, *pressed, person_id=form.person_id.data)
    if basis is None:
        return gone_screen(unit, not_done=step.not_done), 422
    shown, reader = page_version.read(request.form.get("seen")), signed_in_user()
    if meanwhile := changed_since(basis, shown, reader=reader):
        if step.is_done_in(basis):
            return redirect(_address(basis), 303)
        return plan_screen(basis, meanwhile=meanwhile, step=step), 422
    try:
        scenario = step.take(basis, by=reader)
    except UnknownError:
        abort(404)
    return _built(scenario)


@bp.post("/<int:unit_id>/plan/<int:scenario_id>/stop")
@access.requires("scenario.write")
def stop(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    """End the build that the page showed with the best plan that it has found; no later one."""
    scenario, shown = load_scenario(unit_id, scenario_id), ShownForm(request.form)
    if shown.version.data in (None, scenario.version):
        builds.stop(scenario)
        db.session.commit()
    else:
        flash("Nothing was stopped: another build has taken the place of that one.", "error")
    return redirect(url_for(".plan", unit_id=unit_id, scenario_id=scenario_id), 303)


@bp.post("/<int:unit_id>/plan/<int:scenario_id>/again")
@access.requires("scenario.write")
def again(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    """Ask once more for a build that failed, was lost or is out of date."""
    basis = load_scenario(unit_id, scenario_id)
    return _built(drafts.again(basis, by=signed_in_user()))


def _basis(unit_id: int, form: SettingsForm) -> Scenario | None:
    """The plan that was on the screen; None where there was none, or it is gone."""
    known = form.basis.data is not None and not form.basis.errors
    return find_scenario(unit_id, form.basis.data) if known else None


def _refused(page: TeamPage, form: SettingsForm, basis: Scenario | None) -> str:
    """The settings as they were sent; the plan that they were to change stays on the screen."""
    return team_screen(page, form=form) if basis is None else plan_screen(basis, form=form)


def _settings_meanwhile(basis: Scenario, form: SettingsForm) -> Meanwhile | None:
    """What changed while the settings were typed, unless they ask for what is set by now."""
    shown = page_version.read(request.form.get("seen"))
    found = changed_since(basis, shown, reader=signed_in_user())
    if shown is None or found is None:
        return None
    now, asked = page_version.seen_of(basis), _asked(form)
    settings = {
        "hours": asked.hours,
        "allowance": asked.allowance_cents,
        "floor": asked.floor,
        "away": asked.away,
        "holders": asked.holders,
    }
    kept = {rule.id for rule in basis.rules} <= {*asked.kept_rules} and asked.new_rule is None
    sent = replace(now, settings=settings, limits=asked.limits)
    return None if kept and sent.asked == now.asked else found


def _progress(scenario: Scenario) -> ResponseReturnValue:
    """How far a build is, where that is known, and what it waits for.

    Nothing new is no reason to draw the page again.
    """
    waits_for = stalled.of_build(scenario)
    is_said = request.args.get("said", "") == (waits_for or "")
    if is_said and (waits_for or scenario.best_bound is None):
        return "", 204
    page = page_of(scenario.unit, scenario)
    before = scenario if scenario.value is not None else None
    text = render(
        "teams/show.html",
        fragment="building",
        page=page,
        scenario=scenario,
        before=before,
        standstill=waits_for,
        meanwhile=None,
    )
    return text, {"HX-Retarget": "#building-panel"}


def _asked(form: SettingsForm) -> drafts.Asked:
    new_rule = None
    if form.rule_offering.data is not None:
        new_rule = planner.Rule(form.rule_kind.data, form.rule_offering.data, form.rule_person.data)
    return drafts.Asked(
        limits=form.limits,
        hours=form.hours.data,
        allowance_cents=form.allowance.data,
        floor=form.floor.data or 0,
        away=form.away.data,
        holders=form.holders.data or 1,
        kept_rules=form.keep.data or (),
        new_rule=new_rule,
    )


def _built(scenario: Scenario) -> ResponseReturnValue:
    """Commit, hand the build to a worker, and go where its plan will be."""
    scenario_id, unit_id, before = scenario.id, scenario.unit_id, scenario.value
    db.session.commit()
    tasks.build.later(scenario_id)
    plan = url_for(".plan", unit_id=unit_id, scenario_id=scenario_id, before=before)
    return redirect(plan, 303)


def _address(scenario: Scenario) -> str:
    return url_for(".plan", unit_id=scenario.unit_id, scenario_id=scenario.id)
