"""A person's year in a few calls: targets, levels, offerings, a fiscal year, funds, items."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.assessments.models import CurrentLevel
from pdplanner.budgets import services as budgets
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.catalog.models import Offering, Provider, Session, Tag
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization.models import JobRole, Person, Target, Unit
from pdplanner.plans.items.costs import set_costs
from pdplanner.plans.models import (
    CostKind,
    ItemPayment,
    LearningPlan,
    LinePayment,
    PlanItem,
    Scenario,
    ScenarioLine,
    State,
)
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.step_entries import Sent

Reaches = Mapping[str, tuple[int, int]]
"""Indicator code → the level reached, and the lowest level from which it makes sense."""


def indicator(code: str) -> Indicator:
    return db.session.query(Indicator).filter_by(code=code).one()


def make_targets(person: Person, targets: Mapping[str, tuple[int, int]]) -> JobRole:
    """Give the person a job role with targets: code → (level, weight)."""
    role = JobRole(code=f"role-{person.id}", title="Network administrator", reasoning="Tests.")
    role.targets = [
        Target(indicator_id=indicator(code).id, level=level, weight=weight, good_enough=None)
        for code, (level, weight) in targets.items()
    ]
    person.job_roles.append(role)
    db.session.flush()
    return role


def make_levels(
    person: Person, levels: Mapping[str, int | None], *, rated_on: date | None = None
) -> None:
    day = rated_on or clock.today() - timedelta(days=30)
    for code, level in levels.items():
        db.session.add(
            CurrentLevel(
                person_id=person.id,
                indicator_id=indicator(code).id,
                since=day,
                until=None,
                level=level,
                source="self",
                rated_on=day,
                stale_on=day + timedelta(days=540),
            )
        )
    db.session.flush()


def make_year(district: Unit, *, years_ago: int = 0) -> FiscalYear:
    """A fiscal year that today lies in the middle of, or one some years before."""
    middle = clock.today() - timedelta(days=365 * years_ago)
    year = FiscalYear(
        unit=district,
        starts_on=middle - timedelta(days=100),
        ends_on=middle + timedelta(days=200),
    )
    db.session.add(year)
    db.session.flush()
    return year


def make_offering(
    title: str,
    teaches: Reaches,
    *,
    dollars: int | None = 0,
    hours: float | None = 4,
    unit: Unit | None = None,
    provider: str = "Learning Works",
    **facts: object,
) -> Offering:
    offering = Offering(
        code=title.lower().replace(" ", "-"),
        title=title,
        unit=unit,
        provider=_provider(provider),
        format=facts.pop("format", "online-self-paced"),
        price_cents=None if dollars is None else dollars * 100,
        hours=hours,
        **facts,
    )
    offering.tags = [
        Tag(indicator_id=indicator(code).id, level=level, from_level=lowest)
        for code, (level, lowest) in teaches.items()
    ]
    db.session.add(offering)
    db.session.flush()
    return offering


def make_run(offering: Offering, *, in_days: int, seats: int | None = None) -> Session:
    starts_on = clock.today() + timedelta(days=in_days)
    session = Session(offering=offering, starts_on=starts_on, ends_on=starts_on, seats=seats)
    db.session.add(session)
    db.session.flush()
    return session


def make_fund(unit: Unit, year: FiscalYear, name: str, *, dollars: int, **facts: object) -> Fund:
    fund = Fund(
        unit=unit,
        fiscal_year=year,
        name=name,
        source="Local",
        account_code="10-2580-330",
        cap=facts.pop("cap", "block"),
        spend_by=year.ends_on,
        allocated_cents=dollars * 100,
        **facts,
    )
    db.session.add(fund)
    db.session.flush()
    return fund


def make_ledger_fund(
    unit: Unit, year: FiscalYear, name: str = "Local", *, cents: int, **facts: Any
) -> Fund:
    """A fund whose money came through the ledger, as finance enters it; committed."""
    usual = {
        "source": "Local", "account_code": "007-1", "cap": "block", "spend_by": year.ends_on,
        "note": "", "by_id": None,
    }  # fmt: skip
    fund = budgets.add_fund(
        unit=unit, fiscal_year=year, name=name, allocated_cents=cents, **(usual | facts)
    )
    db.session.commit()
    return fund


def make_item(
    person: Person,
    year: FiscalYear,
    offering: Offering,
    *,
    by: User | None = None,
    state: State = State.PROPOSED,
    answered: bool = False,
    fund: Fund | None = None,
    dollars: int | None = None,
    changed_at: datetime | None = None,
    mode: str = "seat",
    shared: int = 0,
) -> PlanItem:
    """Put an offering into the person's plan, proposed by `by` and unanswered."""
    plan = db.session.query(LearningPlan).filter_by(person_id=person.id, fiscal_year_id=year.id)
    cents = offering.price_cents if dollars is None else dollars * 100
    item = PlanItem(
        plan=plan.one_or_none() or LearningPlan(person=person, fiscal_year=year),
        offering=offering,
        state=state,
        mode=mode,
        shared_cents=shared * 100,
        hours=offering.hours or 0,
        payments=[ItemPayment(fund=fund, cents=cents)] if fund and cents else [],
        proposed_by_id=by.id if by else None,
        accepted_at=clock.now() if answered else None,
        changed_at=changed_at or clock.now(),
    )
    set_costs(item, {CostKind.FEE: cents or 0})
    db.session.add(item)
    db.session.flush()
    return item


def sent(by: User | None, comment: str = "", key: str | None = None, **more: Any) -> Sent:
    """What a form of a step says; its key is new where none is given."""
    return Sent(by=by, key=key or uuid4().hex, comment=comment, **more)


def make_requests(person: Person, year: FiscalYear, number: int) -> list[int]:
    """Let the person ask for so many offerings of $10; returns the ids of the items, committed."""
    assert person.user is not None
    items = [
        make_item(
            person, year, make_offering(f"Course {uuid4().hex}", {"I.A.1": (2, 0)}, dollars=10),
            by=person.user, answered=True,
        )
        for _ in range(number)
    ]  # fmt: skip
    for item in items:
        steps.request(item, sent=sent(person.user))
    db.session.commit()
    return [item.id for item in items]


def make_adopted(unit: Unit, year: FiscalYear, lines: list[PlanItem]) -> Scenario:
    """An adopted scenario that holds the same places as some items."""
    scenario = Scenario(
        unit=unit,
        fiscal_year=year,
        name="The plan",
        saved=True,
        adopted_at=clock.now(),
        status="built",
    )
    scenario.lines = [
        ScenarioLine(
            person_id=item.plan.person_id,
            offering_id=item.offering_id,
            payments=[LinePayment(fund=each.fund, cents=each.cents) for each in item.payments],
            mode=item.mode,
            price_cents=item.price_cents,
            shared_cents=item.shared_cents,
            hours=item.hours,
            points=10,
        )
        for item in lines
    ]
    db.session.add(scenario)
    db.session.flush()
    for item in lines:
        item.plan.scenario_id = scenario.id
    db.session.flush()
    return scenario


def _provider(name: str) -> Provider:
    found = db.session.query(Provider).filter_by(name=name).one_or_none()
    return found or Provider(name=name)
