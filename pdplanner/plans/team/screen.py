"""One screen for a unit and its plan: settings, heat map, and the plan where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.budgets.queries import has_ended
from pdplanner.catalog.queries.offerings import titles_of
from pdplanner.organization.models import Unit
from pdplanner.organization.queries import lineages
from pdplanner.organization.queries.people import names_of
from pdplanner.plans.items.proposal_answers import Answers, answers_in
from pdplanner.plans.models import UNFINISHED, Scenario, ScenarioRule, Status
from pdplanner.plans.plan_page.carried_needs import carried
from pdplanner.plans.plan_page.page import PlanPage, plan_page
from pdplanner.plans.plan_page.person_steps import paths_of
from pdplanner.plans.plan_page.words import explain_entries, explain_left_out, explain_obstacles
from pdplanner.plans.scenarios import page_version
from pdplanner.plans.scenarios.change_words import sentence
from pdplanner.plans.scenarios.changes_since import beside, gone_from
from pdplanner.plans.scenarios.conflict_words import Meanwhile
from pdplanner.plans.scenarios.drafts import replaced_by
from pdplanner.plans.scenarios.page_version import seen_of
from pdplanner.plans.scenarios.people_left import in_words
from pdplanner.plans.scenarios.queries import rule_of, rules_of
from pdplanner.plans.scenarios.rule_steps import RuleStep
from pdplanner.plans.scenarios.short_funds import short_funds
from pdplanner.plans.standing.heat_map import HeatMap, heat_map
from pdplanner.plans.studies import stalled
from pdplanner.plans.studies.money import money_of
from pdplanner.plans.team import page as team_page
from pdplanner.plans.team.closed_unit import WorksNow, where_they_are
from pdplanner.plans.team.forms import SaveForm, SettingsForm, settings_form
from pdplanner.plans.team.money import TeamMoney, team_money
from pdplanner.plans.team.page import TeamPage
from pdplanner.plans.unfunded.needs import unfunded_in
from pdplanner.web.htmx import render
from pdplanner.web.paging import paging

PEOPLE_A_PAGE = 50
MOST_VALUE = 10**9
NOTHING = dict.fromkeys(
    ("scenario", "plan", "before", "save", "standstill", "meanwhile", "step", "gone"), None
)
FRAGMENTS = {
    "people": "by_person",
    "rules": "rule_fields",
    "waiting": "plan",
    "before": "plan",
}


@dataclass(frozen=True)
class GonePlan:
    """A plan that was deleted while a page of it was open: what was asked of it and not done.

    `rules` went with it; `replaces` says that the director has a draft, which the next build takes.
    """

    not_done: str
    rules: Sequence[str]
    replaces: bool


def plan_screen(
    scenario: Scenario,
    *,
    form: SettingsForm | None = None,
    save: SaveForm | None = None,
    meanwhile: Meanwhile | None = None,
    step: RuleStep | None = None,
) -> str:
    """Render a scenario, whatever its state, with its settings and the heat map.

    `meanwhile` says why a step, or what the form asks for, was not taken at once.
    """
    page = page_of(scenario.unit, scenario)
    settings = form or settings_form(page.funds, scenario=scenario)
    built = scenario.status == Status.BUILT
    rebuilt = scenario.status in UNFINISHED and scenario.value is not None
    shown = plan_page(scenario, page.funds, free=page.free, replaced=page.replaced)
    people = {one for each in shown.report.obstacles for one in each.person_ids}
    people |= {each.person_id for each in shown.report.left_out}
    answers, money = money_of(scenario, page.funds)
    entries = answers.of("entry")
    people |= {int(each["person"]) for each in entries.values() if "person" in each}
    titles, names = titles_of(_offering_ids(shown)), names_of(people)
    prices = {each.offering_id: each.cents for each in shown.report.left_out}
    return team_screen(
        page,
        form=settings,
        scenario=scenario,
        plan=shown if built else None,
        before=shown if rebuilt else None,
        left_out=explain_left_out(shown.report.left_out, titles, names, proven=scenario.is_proven)
        if built
        else [],
        blocked=explain_obstacles(shown.report.obstacles, titles, names),
        save=save or SaveForm(),
        meanwhile=meanwhile,
        step=step,
        answers_in=answers,
        money=money,
        entries=explain_entries(entries, prices, names),
        standstill=stalled.of_studies(scenario, answers) if built else stalled.of_build(scenario),
    )


def team_screen(page: TeamPage, *, form: SettingsForm, **shown: Any) -> str:
    """Render the screen; `shown` is what a plan adds: scenario, plan, left_out, blocked, save.

    `before` is the plan that is being built anew.
    """
    context = {**NOTHING, "left_out": [], "blocked": [], "entries": {}, **shown}
    scenario = context["scenario"]
    # What was meant for a plan that is gone changes no other one.
    basis = None if context["gone"] else scenario or page.latest
    fragment = _fragment(built=context["plan"] is not None)
    year_over = context["plan"] is not None and has_ended(scenario.fiscal_year)
    rules = rules_of(basis.id) if basis else []
    heat = _heat(page, scenario.id if context["plan"] else None)
    may_see_levels = access.may("level.read", page.unit)
    return render(
        "teams/show.html",
        fragment=fragment,
        page=page,
        form=form,
        basis=basis,
        seen=seen_of(basis).write() if basis else "",
        rules=rules,
        kept=_kept(form, rules),
        carried=carried(
            unfunded_in(page.unit, page.fiscal_year) if page.fiscal_year else [],
            context["plan"],
            rules=rules,
        ),
        heat=heat,
        read_anew=False,
        cancelled="",
        replaces=replaced_by(scenario, draft=page.draft) if scenario else None,
        moved_on=_moved_on(page),
        short=short_funds(scenario, page.funds, page.free) if context["plan"] else (),
        since_built=""
        if year_over or not context["plan"]
        else _since_built(scenario, context["plan"], heat),
        year_over=year_over,
        offered=team_page.offered(page.unit) if _adds_rule(form) else None,
        districts=() if page.district else lineages.districts_below(page.unit),
        waiting=scenario is not None and scenario.status in UNFINISHED,
        pages=_pages(context["plan"], may_see_levels=may_see_levels),
        answers=_answers(page, scenario) if fragment == "plan" else None,
        team_money=_money(page, scenario) if fragment == "plan" else None,
        value_before=_value_before(),
        may_see_levels=may_see_levels,
        **context,
    )


def _kept(form: SettingsForm, rules: Sequence[ScenarioRule]) -> set[int]:
    """The rules that are ticked: of a form that was sent those that came, and the newer ones."""
    shown = page_version.read(request.form.get("seen"))
    known = shown.rules if shown else frozenset(map(rule_of, rules))
    return {rule.id for rule in rules if form.keeps(rule.id) or rule_of(rule) not in known}


def _fragment(*, built: bool) -> str:
    """The links of a part of the screen carry arguments; without one it is the whole plan."""
    for argument, fragment in FRAGMENTS.items():
        if argument in request.args and (built or argument != "people"):
            return fragment
    return "heat_map" if request.args else "plan"


def _adds_rule(form: SettingsForm) -> bool:
    """The fields for one more rule list the whole catalog, so they stand there when asked for."""
    return "rules" in request.args or form.rule_offering.data is not None


def _pages(plan: PlanPage | None, *, may_see_levels: bool) -> dict[str, Any]:
    """The people of the page asked for, which page it is, and whose steps are open on it."""
    rows = plan.people if plan else ()
    page = paging(request.args.get("people"), size=PEOPLE_A_PAGE, count=len(rows))
    shown = rows[page.offset : page.last]
    asked = request.args.get("person", 0, type=int)
    opened = asked if may_see_levels and asked in {row.person_id for row in shown} else 0
    paths = paths_of(plan.report, opened) if plan and opened else []
    return {"people": shown, "paging": page, "opened": opened, "paths": paths}


def _since_built(scenario: Scenario, plan: PlanPage, heat: HeatMap) -> str:
    """Who left or came, who chose what it does not count, and for whom another plan speaks.

    What else it rests on is read anew after the page: see `since_built`.
    """
    here = {each.id: each for each in heat.members}
    planned = {row.person_id for row in plan.people}
    gone = gone_from(scenario, [row.person_id for row in plan.people if row.person_id not in here])
    new = [each.name for each in here.values() if each.rated and each.id not in planned]
    return sentence(in_words(gone), new, beside(scenario), "")


def _moved_on(page: TeamPage) -> list[WorksNow]:
    """Where the people of a unit that is closed are now."""
    if page.unit.active:
        return []
    return where_they_are(page.latest, paths=access.paths("team.read"))


def _value_before() -> int | None:
    """The value of the plan that a change replaced, which the page that waited brings along."""
    value = request.args.get("before", type=int)
    return value if value is not None and 0 <= value <= MOST_VALUE else None


def _answers(page: TeamPage, scenario: Scenario | None) -> Answers | None:
    """What people answered, on the page of the unit and of an adopted plan."""
    about_it = scenario is None or scenario.adopted_at is not None
    if page.fiscal_year is None or not about_it:
        return None
    return answers_in(page.unit, page.fiscal_year)


def _money(page: TeamPage, scenario: Scenario | None) -> TeamMoney | None:
    """What its people take of the year, on the page of the unit."""
    if scenario is not None or page.fiscal_year is None:
        return None
    return team_money(page.unit, page.fiscal_year)


def _heat(page: TeamPage, scenario_id: int | None) -> HeatMap:
    return heat_map(
        page.unit,
        page.units,
        area_code=request.args.get("area", ""),
        scenario_id=scenario_id,
        after=request.args.get("view") == "after",
    )


def page_of(unit: Unit, scenario: Scenario | None = None) -> TeamPage:
    return team_page.team_page(
        unit,
        user_id=signed_in_user().id,
        paths=access.paths("team.read"),
        scenario=scenario,
    )


def _offering_ids(shown: PlanPage) -> set[int]:
    left_out = {each.offering_id for each in shown.report.left_out}
    others = {one for each in shown.report.left_out for one in each.other_ids}
    blocked = {one for each in shown.report.obstacles for one in each.offering_ids}
    return left_out | others | blocked
