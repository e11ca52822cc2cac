"""What a director sees first: each unit they lead, how far its plan is, and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from pdplanner import clock
from pdplanner.assessments.models import CurrentLevel
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.home.steps import NextStep, answer_requests, year_at
from pdplanner.organization.models import Person, Unit, UnitKind
from pdplanner.plans.items.proposal_answers import is_waiting
from pdplanner.plans.models import Desk, LearningPlan, PlanItem, Scenario
from pdplanner.plans.requests.conditions import waits_at
from pdplanner.web.filters import plural

MOST_UNITS = 5

Below = aliased(Unit)
Above = aliased(Unit)


@dataclass(frozen=True)
class Team:
    """A unit with its people: how many, rated, with an open answer; and its plan, if adopted.

    `others` are the people but for the reader. `built` are the scenarios that its page lists:
    saved ones, and the director's own draft.
    """

    unit: Unit
    people: int
    others: int
    rated: int
    built: int
    adopted_at: datetime | None
    unanswered: int
    requested: int
    """Requests that wait for a director."""
    district_id: int | None
    """The nearest district at or above the unit."""
    years: int
    """Fiscal years of that district that run today: without one nothing can be built."""
    told: bool = False
    """Whether the page names the requests already."""

    @property
    def step(self) -> NextStep | None:
        """None where it begins with the reader's own rating, which their own year names."""
        return _next_step(self)

    @property
    def address(self) -> str:
        return url_for(TEAM, unit_id=self.unit.id)


TEAM = "teams.show"


def teams_at(paths: Sequence[str], *, user_id: int) -> list[Team]:
    """Return the units at some paths, the highest first, in one query."""
    others = _people(Person.user_id.is_distinct_from(user_id))
    people = _people(), others, _people(_is_rated())
    plans = _built(user_id), _adopted_at(), _unanswered(), _requested(user_id)
    facts = (
        select(Unit, *people, *plans, _district(Above.id), _years())
        .where(Unit.path.in_(paths), Unit.active)
        .order_by(func.length(Unit.path), Unit.name)
        .limit(MOST_UNITS)
    )
    return [Team(*row) for row in db.session.execute(facts)]


def _next_step(team: Team) -> NextStep | None:
    if not team.people:
        return NextStep(
            f"bring people into {team.unit.name}",
            "An administrator adds them. Then they rate themselves.",
        )
    if team.requested and not team.told:
        return answer_requests(team.requested)
    if not team.rated:
        return _ask_to_rate(team) if team.others else None
    return _begin(team) if team.adopted_at is None else _follow(team)


def _ask_to_rate(team: Team) -> NextStep:
    return NextStep(
        f"ask {plural(team.others, 'person', 'people')} to rate themselves",
        "Nobody has submitted a self-assessment, and a plan starts from one.",
        "See who is in the team",
        team.address,
    )


def _begin(team: Team) -> NextStep:
    """A plan belongs to a fiscal year, and the year to a district."""
    district = (
        db.session.get(Unit, team.district_id) if team.district_id and not team.years else None
    )
    if district:
        return year_at(district)
    return _build(team) if team.district_id else _choose_district(team)


def _choose_district(team: Team) -> NextStep:
    return NextStep(
        "choose a district to plan for",
        "Money and fiscal years belong to districts, so each has a plan of its own.",
        "Open the team",
        team.address,
    )


def _build(team: Team) -> NextStep:
    waiting = team.people - team.rated
    rest = f"; {waiting} {_are(waiting)} not, and {_stay(waiting)} out of the plan until then."
    people = plural(team.people, "person", "people")
    sentence = f"{team.rated} of {people} {_are(team.rated)} rated{rest if waiting else '.'}"
    return NextStep("build the team plan", sentence, "Build the plan", team.address)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _stay(number: int) -> str:
    return "stays" if number == 1 else "stay"


def _follow(team: Team) -> NextStep:
    if not team.unanswered:
        done = "All proposals are answered."
        return NextStep("the plan is under way", done, "Open the team", team.address)
    wait = "waits" if team.unanswered == 1 else "wait"
    return NextStep(
        f"{plural(team.unanswered, 'proposal')} to people {wait} for an answer",
        "They accept or decline; you see both on the team’s page.",
        "Open the team",
        team.address,
    )


def _within() -> ColumnElement[bool]:
    """The condition that a unit lies at or below the one that a row is about."""
    return Below.path.startswith(Unit.path)


def _people(*conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    number = select(func.count(Person.id)).join(Below, Below.id == Person.unit_id)
    return number.where(_within(), Person.active, *conditions).correlate(Unit).scalar_subquery()


def _is_rated() -> ColumnElement[bool]:
    today = clock.today()
    return exists().where(
        CurrentLevel.person_id == Person.id,
        CurrentLevel.since <= today,
        or_(CurrentLevel.until.is_(None), CurrentLevel.until > today),
    )


def _is_running() -> ColumnElement[bool]:
    return and_(FiscalYear.starts_on <= clock.today(), FiscalYear.ends_on >= clock.today())


def _district(column: Any) -> ScalarSelect[Any]:
    found = select(column).where(Unit.path.startswith(Above.path), Above.kind == UnitKind.DISTRICT)
    nearest = found.order_by(func.length(Above.path).desc()).limit(1)
    return nearest.correlate(Unit).scalar_subquery()


def _years() -> ScalarSelect[Any]:
    found = select(func.count(FiscalYear.id)).where(FiscalYear.unit_id == _district(Above.id))
    return found.where(_is_running()).correlate(Unit).scalar_subquery()


def _built(user_id: int) -> ScalarSelect[Any]:
    listed = or_(Scenario.saved, Scenario.created_by_id == user_id)
    found = select(func.count(Scenario.id)).join(Scenario.fiscal_year)
    found = found.where(Scenario.unit_id == Unit.id, listed, _is_running())
    return found.correlate(Unit).scalar_subquery()


def _adopted_at() -> ScalarSelect[Any]:
    found = (
        select(func.max(Scenario.adopted_at))
        .join(Below, Below.id == Scenario.unit_id)
        .join(Scenario.fiscal_year)
        # A plan of this unit, of one below it, or of one above that takes it in.
        .where(or_(_within(), Unit.path.startswith(Below.path)), _is_running())
    )
    return found.correlate(Unit).scalar_subquery()


def _requested(user_id: int) -> ScalarSelect[Any]:
    return _items(waits_at(Desk.DIRECTOR, user_id=user_id, today=clock.today()))


def _unanswered() -> ScalarSelect[Any]:
    return _items(is_waiting())


def _items(condition: ColumnElement[bool]) -> ScalarSelect[Any]:
    """The number of the running year's items of the unit's people that a condition keeps."""
    number = (
        select(func.count(PlanItem.id))
        .join(PlanItem.plan)
        .join(LearningPlan.fiscal_year)
        .join(Person, Person.id == LearningPlan.person_id)
        .join(Below, Below.id == Person.unit_id)
        .where(_within(), Person.active, condition, _is_running())
    )
    return number.correlate(Unit).scalar_subquery()
