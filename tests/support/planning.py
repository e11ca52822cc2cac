"""What the planner makes of the planned team, and what its people were given before."""

from datetime import timedelta

from sqlalchemy import select

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.plans import planner, tasks
from pdplanner.plans.models import LearningPlan, PlanItem
from pdplanner.plans.planner.team_inputs import team_inputs
from pdplanner.plans.scenarios import adoption, drafts
from pdplanner.plans.scenarios.adoption_changes import changes_of, mark_of


def problem(team, **settings):
    db.session.commit()
    limits = settings.pop("limits", {team.local.id: 1_000_00})
    inputs = team_inputs(team.unit, team.year)
    return planner.problem_of(inputs, planner.Settings(limits=limits, **settings))


def built(team, **settings):
    db.session.commit()
    limits = settings.pop("limits", {team.local.id: 1_000_00})
    inputs = team_inputs(team.unit, team.year)
    return planner.build(planner.draft(inputs, planner.Settings(limits=limits, **settings)))


def person_in(found, person):
    return found.person_by_id[str(person.id)]


def commit_item(team, person, offering, state, *, days_ago=0, year=None, cents=0, **facts):
    plan = LearningPlan(person=person, fiscal_year=year or team.year)
    plan.items = [
        PlanItem(
            offering=offering, state=state, price_cents=cents, hours=offering.hours,
            changed_at=clock.now() - timedelta(days=days_ago), **facts,
        )
    ]  # fmt: skip
    db.session.add(plan)
    db.session.flush()


def plan_for(team, *, unit=None, rules=(), name=None, cents=30_00):
    """Build a scenario of its own, kept under a name where one is given."""
    unit = unit or team.unit
    asked = drafts.Asked(limits={team.local.id: cents})
    scenario = drafts.ask(unit, team.year, by=team.cast.director, asked=asked, basis=None)
    for kind, offering in rules:
        drafts.add_rules(
            scenario, by=team.cast.director, kind=kind, offering_id=offering.id, person_ids=[None]
        )
    if name:
        scenario.name, scenario.saved = name, True
    db.session.commit()
    tasks.build.function(scenario.id)
    db.session.rollback()
    return scenario


def adopt(team, scenario):
    mark = mark_of(scenario, changes_of(scenario))
    changes = adoption.adopt(scenario, by=team.cast.director, mark=mark)
    db.session.commit()
    return changes


def items(team, *states):
    rows = db.session.scalars(select(PlanItem).order_by(PlanItem.id))
    return {
        (item.plan.person.name, item.offering.code): item
        for item in rows
        if not states or item.state in states
    }
