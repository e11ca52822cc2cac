"""What people have taken, and what stands in this year's plans."""

from collections.abc import Sequence
from datetime import date, datetime, time

from pdplanner.budgets import ledger
from pdplanner.budgets.queries import has_ended
from pdplanner.datafiles import Document, cents
from pdplanner.demo.money import year_key
from pdplanner.demo.world import World
from pdplanner.extensions import db
from pdplanner.notices.models import Notice
from pdplanner.organization.models import Person
from pdplanner.plans.items.costs import set_costs
from pdplanner.plans.models import (
    SETTLED_STATES,
    Action,
    CostKind,
    Desk,
    ItemPayment,
    LearningPlan,
    PlanItem,
    RequestStep,
    State,
)
from pdplanner.plans.requests import trail
from pdplanner.plans.requests.queries import LEDGER_KEY
from pdplanner.plans.requests.question_notices import question_of

ANSWERED = time(10, 0)
Taken = Sequence[tuple[Action, str]]
STEPS: Taken = (
    (Action.REQUEST, ""),
    (Action.APPROVE, Desk.DIRECTOR),
    (Action.REGISTER, ""),
    (Action.COMPLETE, ""),
)
FURTHEST = {State.REQUESTED: 1, State.APPROVED: 2, State.REGISTERED: 3, State.COMPLETED: 4}
"""How many of the steps led to a state."""


def add_plans(world: World, document: Document) -> None:
    for entry in document["plans"]:
        plans: dict[str, LearningPlan] = {}
        made: list[tuple[PlanItem, Taken]] = []
        for item in entry["items"]:
            person = world.people[item["person"]]
            if item["person"] not in plans:
                year = world.years[year_key(person.unit, entry["fiscal_year"])]
                plans[item["person"]] = LearningPlan(person=person, fiscal_year=year)
            made.append((_item(world, item, person, entry["fiscal_year"]), _taken(item)))
            plans[item["person"]].items.append(made[-1][0])
        db.session.add_all(plans.values())
        db.session.flush()
        for item, taken in made:
            _add_steps(item, taken)
            _pay(item)
            _tell(item)


def _taken(entry: Document) -> Taken:
    """What led to the item's state; the director approves first what the business office does."""
    further = 1 if entry.get("approved_by_director") else 0
    return STEPS[: FURTHEST.get(State(entry["state"]), 0) + further]


def _add_steps(item: PlanItem, taken: Taken) -> None:
    """Enter the steps; who has no account asked in another way."""
    for action, desk in taken:
        asks = action in (Action.REQUEST, Action.REGISTER)
        by_id = item.plan.person.user_id if asks else None
        db.session.add(
            RequestStep(
                item_id=item.id, action=action, desk=desk, at=item.changed_at, digest="",
                by_id=by_id, key=f"demo/{action}/{item.id}",
            )
        )  # fmt: skip
        trail.step(item, action, by_id=by_id, at=item.changed_at)


def _pay(item: PlanItem) -> None:
    """Set aside what was approved, and spend what was completed, on the day of its last change."""
    parts = {each.fund.id: each.cents for each in item.payments}
    if item.state not in SETTLED_STATES or not parts:
        return
    act = ledger.Act(key=f"{LEDGER_KEY}demo/approve/{item.id}", by_id=None, at=item.changed_at)
    ledger.encumber(item.id, parts, act=act)
    if item.state == State.COMPLETED:
        act = act._replace(key=f"{LEDGER_KEY}demo/complete/{item.id}")
        ledger.spend(item.id, parts, encumbered=parts, act=act)


def _tell(item: PlanItem) -> None:
    """Whoever is to answer was told when it was asked; the mail of that day is long sent."""
    if item.state == State.REQUESTED and not has_ended(item.plan.fiscal_year):
        db.session.flush()
        readers, told = question_of(item)
        facts = told._asdict()
        db.session.add_all(Notice(user=each, at=item.changed_at, **facts) for each in readers)


def _item(world: World, entry: Document, person: Person, fiscal_year: str) -> PlanItem:
    changed_at = datetime.combine(date.fromisoformat(entry["on"]), ANSWERED)
    proposed_by = entry.get("proposed_by")
    item = PlanItem(
        offering=world.offerings[entry["offering"]],
        payments=_payments(world, entry, fiscal_year),
        state=entry["state"],
        hours=float(entry["hours"]),
        proposed_by=world.users[proposed_by] if proposed_by else person.user,
        # What a person adds is accepted; what was proposed to them waits for their yes.
        accepted_at=None if proposed_by else changed_at,
        comment=entry.get("comment", ""),
        changed_at=changed_at,
    )
    set_costs(item, {CostKind.FEE: cents(entry["price_usd"])})
    return item


def _payments(world: World, entry: Document, fiscal_year: str) -> list[ItemPayment]:
    """The one fund that pays it all; what is free or has no fund yet has none."""
    amount = cents(entry["price_usd"])
    if "fund" not in entry or not amount:
        return []
    return [ItemPayment(fund=world.funds[f"{entry['fund']} {fiscal_year}"], cents=amount)]
