"""A unit's scenarios: kept under a name, compared, adopted, dropped."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.plans.comparison.side_by_side import can_be_compared, comparison
from pdplanner.plans.models import Scenario
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.scenarios import adoption, drafts, page_version
from pdplanner.plans.scenarios import saving as scenarios
from pdplanner.plans.scenarios.adoption_changes import changes_of, mark_of
from pdplanner.plans.scenarios.changes_since import since_built
from pdplanner.plans.scenarios.conflict_words import changed_since
from pdplanner.plans.scenarios.errors import (
    AdoptedError,
    ChangedMeanwhileError,
    NameTakenError,
    NotBuiltError,
)
from pdplanner.plans.scenarios.queries import scenarios_with
from pdplanner.plans.scenarios.short_funds import short_funds
from pdplanner.plans.team.deleted_plan import find_scenario, gone_screen, load_scenario
from pdplanner.plans.team.forms import SaveForm, ShownForm
from pdplanner.plans.team.screen import page_of, plan_screen
from pdplanner.plans.team.views.blueprint import bp
from pdplanner.web.htmx import render

FEWEST, MOST = 2, 4


@bp.get("/<int:unit_id>/scenarios", endpoint="scenarios")
@access.requires("team.read")
def listed(unit_id: int) -> ResponseReturnValue:
    return _list(access.load(Unit, unit_id))


@bp.get("/<int:unit_id>/scenarios/compare")
@access.requires("team.read")
def compare(unit_id: int) -> ResponseReturnValue:
    unit = access.load(Unit, unit_id)
    chosen = [*dict.fromkeys(request.args.getlist("with", type=int))]
    if not FEWEST <= len(chosen) <= MOST:
        return _list(unit, problem="Choose two, three or four plans to compare.")
    found = [find_scenario(unit_id, each) for each in chosen]
    sides = [each for each in found if each is not None]
    gone = len(found) - len(sides)
    if len(sides) < FEWEST:
        rest = "Choose others to compare." if sides else "Choose among those that are here."
        return _list(unit, problem=f"{_gone_words(gone)} {rest}")
    if not all(can_be_compared(each) for each in sides):
        return _list(unit, problem="Only plans that are built can be compared.")
    page = page_of(unit, sides[0])
    changed = {each.id: since_built(each) for each in sides}
    outdated = [one for one, since in changed.items() if since.said or since.rows]
    return render(
        "teams/compare.html",
        fragment="comparison",
        page=page,
        compared=comparison(sides, page.funds, outdated=outdated),
        changed={one: len(since.rows) for one, since in changed.items()},
        over=[one for one, since in changed.items() if since.over],
        gone=_gone_words(gone) if gone else "",
    )


def _gone_words(gone: int) -> str:
    if gone == 1:
        return "One of the plans that you chose is no longer here: it was deleted."
    return f"{gone} of the plans that you chose are no longer here: they were deleted."


@bp.post("/<int:unit_id>/plan/<int:scenario_id>/save")
@access.requires("scenario.write")
def save(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    unit, form = access.load(Unit, unit_id), SaveForm(request.form)
    drafts.hold(unit)
    scenario = find_scenario(unit_id, scenario_id)
    if scenario is None:
        name = f"“{form.name.data}”" if form.name.data else "It"
        return gone_screen(unit, not_done=f"{name} was not saved"), 422
    if not form.validate():
        return plan_screen(scenario, save=form), 422
    shown = page_version.read(request.form.get("seen"))
    if meanwhile := changed_since(scenario, shown, reader=signed_in_user()):
        return plan_screen(scenario, save=form, meanwhile=meanwhile), 422
    before = scenario.name if scenario.saved else ""
    try:
        scenarios.save(scenario, **form.values)
    except (NameTakenError, NotBuiltError) as error:
        form.refuse(form.name, str(error))
        return plan_screen(scenario, save=form), 422
    db.session.commit()
    renamed = before and before != scenario.name
    flash(
        f"Renamed: “{before}” is now “{scenario.name}”."
        if renamed
        else f"Saved as “{scenario.name}”."
    )
    return _to_plan(unit_id, scenario_id)


@bp.post("/<int:unit_id>/plan/<int:scenario_id>/delete")
@access.requires("scenario.write")
def delete(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    scenario, shown = load_scenario(unit_id, scenario_id), ShownForm(request.form)
    try:
        scenarios.delete(scenario, version=shown.version.data, name=shown.name.data)
    except (AdoptedError, ChangedMeanwhileError) as error:
        return _list(scenario.unit, problem=str(error)), 409
    db.session.commit()
    flash("Deleted.")
    return redirect(url_for(".scenarios", unit_id=unit_id), 303)


@bp.get("/<int:unit_id>/plan/<int:scenario_id>/adopt")
@access.requires("scenario.write")
def confirm(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    """Say what adopting would do, before it is done."""
    return _confirmation(load_scenario(unit_id, scenario_id))


@bp.post("/<int:unit_id>/plan/<int:scenario_id>/adopt")
@access.requires("scenario.write")
def adopt(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    scenario = load_scenario(unit_id, scenario_id)
    mark, again = request.form.get("mark", ""), "again" in request.form
    try:
        adopted = adoption.adopt(scenario, by=signed_in_user(), mark=mark, again=again)
    except NotBuiltError:
        return _to_plan(unit_id, scenario_id)
    except ChangedMeanwhileError as error:
        db.session.rollback()
        return _confirmation(load_scenario(unit_id, scenario_id), problem=str(error)), 409
    proposed = 0 if adopted is None else len(adopted.proposed) + len(adopted.updated)
    db.session.commit()
    if adopted is not None:
        flash(f"Adopted. {proposed} items are proposed; each person accepts or declines theirs.")
    return _to_plan(unit_id, scenario_id)


def _confirmation(scenario: Scenario, *, problem: str = "") -> str:
    try:
        changes = changes_of(scenario)
    except NotBuiltError:
        # It is waited for on its own page.
        abort(redirect(url_for(".plan", unit_id=scenario.unit_id, scenario_id=scenario.id), 303))
    memberships = read_report(scenario.report).memberships
    page, since = page_of(scenario.unit, scenario), since_built(scenario)
    return render(
        "teams/adopt.html",
        memberships=[each for each in memberships if each.bought and each.left_cents],
        fragment="confirmation",
        scenario=scenario,
        changes=changes,
        replaced=scenarios_with(changes.replaced),
        short=short_funds(scenario, page.funds, page.free),
        mark=mark_of(scenario, changes),
        above=page.above,
        again="again" in request.form,
        problem=problem,
        since=since.said,
        year_over=since.over,
        replaces=drafts.replaced_by(scenario, draft=page.draft),
    )


def _list(unit: Unit, *, problem: str = "") -> str:
    return render(
        "teams/scenarios.html",
        fragment="scenarios",
        page=page_of(unit),
        problem=problem,
    )


def _to_plan(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    return redirect(url_for(".plan", unit_id=unit_id, scenario_id=scenario_id), 303)
