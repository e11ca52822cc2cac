"""What a plan rests on: its questions and the answers so far."""

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.extensions import db
from pdplanner.organization.queries import lineages
from pdplanner.plans import tasks
from pdplanner.plans.models import Scenario, Status
from pdplanner.plans.plan_page.why_not import why_not_page
from pdplanner.plans.scenarios.changes_since import since_built
from pdplanner.plans.scenarios.drafts import replaced_by
from pdplanner.plans.scenarios.queries import workbench_of
from pdplanner.plans.studies import asking, stalled
from pdplanner.plans.studies.page import study_page
from pdplanner.plans.team import page as team_page
from pdplanner.plans.team.deleted_plan import load_scenario
from pdplanner.plans.team.forms import WhyNotForm
from pdplanner.plans.team.screen import page_of
from pdplanner.plans.team.views.blueprint import bp
from pdplanner.web.htmx import page, render, wants_fragment
from pdplanner.web.transactions import SAFE_METHODS

# What looks again by itself says so in its address.
PARTS = {"curve": "curve", "progress": "asked"}


@bp.get("/<int:unit_id>/plan/<int:scenario_id>/studies")
@access.requires("team.read")
def studies(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    scenario = _built(unit_id, scenario_id)
    page = page_of(scenario.unit, scenario)
    found = study_page(scenario, page.funds)
    return render(
        "teams/studies.html",
        fragment=next((PARTS[each] for each in PARTS if each in request.args), "studies"),
        page=page,
        scenario=scenario,
        found=found,
        standstill=stalled.of_studies(scenario, found.answers),
        may_see_levels=access.may("level.read", scenario.unit),
    )


@bp.post("/<int:unit_id>/plan/<int:scenario_id>/studies")
@access.requires("scenario.write")
def study(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    """Ask all questions of a plan, or the draws; again where they were stopped."""
    scenario = _built(unit_id, scenario_id)
    begin = asking.begin_draws if "draws" in request.form else asking.begin
    _begun(scenario, idle=begin(scenario))
    return _to_studies(unit_id, scenario_id)


@bp.get("/<int:unit_id>/plan/<int:scenario_id>/why-not")
@access.requires("team.read")
def why_not(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    """Why one offering is not in the plan, person by person; any of the catalog may be chosen."""
    scenario = _built(unit_id, scenario_id)
    form = WhyNotForm(request.args)
    chosen = form.offering.data if form.validate() else None
    return render(
        "teams/why_not.html",
        fragment="why_not",
        page=page_of(scenario.unit, scenario),
        scenario=scenario,
        found=None if chosen is None else why_not_page(scenario, chosen),
        chosen=chosen,
        offered=team_page.offered(scenario.unit),
    )


@bp.post("/<int:unit_id>/plan/<int:scenario_id>/why-not")
@access.requires("scenario.write")
def ask_price(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    """Ask up to which price a place in an offering is as good as the plan."""
    scenario = _built(unit_id, scenario_id)
    form = WhyNotForm(request.form)
    if not form.validate() or form.offering.data is None or form.person.data is None:
        abort(400)
    _begun(scenario, idle=asking.begin_entry(scenario, form.person.data, form.offering.data))
    return redirect(
        url_for(".why_not", unit_id=unit_id, scenario_id=scenario_id, offering=form.offering.data),
        303,
    )


@bp.post("/<int:unit_id>/plan/<int:scenario_id>/studies/stop")
@access.requires("scenario.write")
def stop_studies(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    asking.stop(_built(unit_id, scenario_id))
    db.session.commit()
    return _to_studies(unit_id, scenario_id)


@bp.get("/<int:unit_id>/plan/<int:scenario_id>/since")
@access.requires("team.read")
def since(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    """What the plan rests on that is otherwise today."""
    scenario = _built(unit_id, scenario_id)
    found = since_built(scenario)
    draft = workbench_of(scenario.unit, scenario.fiscal_year, user_id=signed_in_user().id)
    replaces = replaced_by(scenario, draft=draft)
    if wants_fragment():
        return render(
            "teams/show.html",
            fragment="since_note",
            scenario=scenario,
            since_built=found.said,
            year_over=found.over,
            read_anew=True,
            cancelled=found.cancelled,
            replaces=replaces,
        )
    return page(
        "teams/since.html",
        unit=scenario.unit,
        scenario=scenario,
        above=lineages.lineage_within(scenario.unit, access.paths("team.read")),
        since=found,
        replaces=replaces,
    )


def _built(unit_id: int, scenario_id: int) -> Scenario:
    """The scenario; one that is not built is waited for on its own page."""
    scenario = load_scenario(unit_id, scenario_id)
    if scenario.status != Status.BUILT:
        if wants_fragment():
            # What looks again by itself must not put that page into its own place.
            address = url_for(".plan", unit_id=unit_id, scenario_id=scenario_id)
            abort(Response(status=204, headers={"HX-Redirect": address}))
        code = 302 if request.method in SAFE_METHODS else 303
        abort(redirect(url_for(".plan", unit_id=unit_id, scenario_id=scenario_id), code))
    return scenario


def _begun(scenario: Scenario, *, idle: bool) -> None:
    """Commit what is asked, and tell a worker where none is on its way."""
    scenario_id = scenario.id
    db.session.commit()
    if idle:
        tasks.study.later(scenario_id)


def _to_studies(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    return redirect(url_for(".studies", unit_id=unit_id, scenario_id=scenario_id), 303)
