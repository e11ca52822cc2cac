"""Changes that people make to their own plan."""

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog import queries as catalog
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.items.costs import fee_and_travel, set_costs
from pdplanner.plans.learning_plans import limits
from pdplanner.plans.learning_plans.errors import (
    AnsweredError,
    NotOfferedError,
    NoYearError,
    QuoteNeededError,
)
from pdplanner.plans.learning_plans.year import running_year
from pdplanner.plans.models import OPEN_STATES, LearningPlan, PlanItem, State

LONGEST_COMMENT = 500


def plan_of(person: Person, fiscal_year: FiscalYear) -> LearningPlan:
    """Return the person's plan of the year, made where missing and locked until the commit.

    Raises NoYearError where the year was removed just now.
    """
    found = (
        select(LearningPlan)
        .where(LearningPlan.person_id == person.id)
        .where(LearningPlan.fiscal_year_id == fiscal_year.id)
        .with_for_update()
    )
    plan = db.session.scalar(found)
    if plan is None:
        _insert(LearningPlan(person_id=person.id, fiscal_year_id=fiscal_year.id))
        plan = db.session.scalar(found)
    if plan is None:
        raise NoYearError("Your district removed this fiscal year just now.")
    return plan


def add_item(
    person: Person, *, offering: Offering, by_id: int, instead_of: PlanItem | None = None
) -> PlanItem:
    """Put an offering into the person's own plan; adding it twice gives the same item.

    `instead_of` is an item that is withdrawn, or declined, in the same step.
    """
    if not (offering.active and person.unit.path.startswith(offering.scope_path or "")):
        raise NotOfferedError(f"{offering.title} is no longer offered to you.")
    limits.refuse_without_mentor(offering)
    fiscal_year = running_year(person.unit)
    if fiscal_year is None:
        raise NoYearError("Your district has not set up this fiscal year yet.")
    plan = plan_of(person, fiscal_year)
    if instead_of is not None:
        _give_up(instead_of, by_id=by_id, reason=f"Takes {offering.title} instead.")
    same = _open_items(plan, offering)
    held = db.session.scalar(same)
    if held is not None:
        return held
    _insert(_item(plan, person, offering, by_id=by_id))
    return db.session.scalars(same).one()


def accept(item: PlanItem) -> None:
    """Say yes to what somebody proposed; a second yes changes nothing."""
    _lock(item)
    _must_be_proposed(item)
    if item.accepted_at is None:
        limits.refuse_without_mentor(item.offering)
        limits.refuse_busy_mentor(item.plan, item.offering, needed=item.hours, accepting=item)
        item.accepted_at = item.changed_at = clock.now()


def decline(item: PlanItem, *, reason: str) -> None:
    """Say no to what somebody proposed; the item stays visible with the reason."""
    _lock(item)
    if item.state == State.DECLINED:
        return
    _must_be_proposed(item)
    item.state, item.comment, item.changed_at = State.DECLINED, reason, clock.now()
    # Who said yes before takes it back; a request that is turned down keeps the person's yes.
    item.accepted_at = None


def withdraw(item: PlanItem, *, by_id: int) -> None:
    """Take back what one proposed oneself, as long as nobody has acted on it."""
    _lock(item)
    if item.state == State.CANCELLED:
        return
    _must_be_proposed(item)
    if item.proposed_by_id != by_id:
        raise AnsweredError(f"{item.offering.title} was proposed to you: decline it instead.")
    item.state, item.changed_at = State.CANCELLED, clock.now()


def _item(plan: LearningPlan, person: Person, offering: Offering, *, by_id: int) -> PlanItem:
    terms = catalog.terms_of(plan.fiscal_year.unit_id, offering_ids=[offering.id])[offering.id]
    if terms.price_cents is None or terms.hours is None:
        raise QuoteNeededError(f"{offering.title} needs a quote: its price or hours are unknown.")
    cost = terms.price_cents + terms.travel_cents
    limits.refuse_unprepared(plan, person, offering)
    limits.refuse_full(plan, offering, seats=terms.seats)
    limits.refuse_busy_mentor(plan, offering, needed=terms.hours)
    limits.refuse_too_much(plan, person, title=offering.title, price_cents=cost, needed=terms.hours)
    now = clock.now()
    item = PlanItem(
        plan_id=plan.id, offering_id=offering.id, hours=terms.hours,
        proposed_by_id=by_id, accepted_at=now, changed_at=now,
    )  # fmt: skip
    set_costs(item, fee_and_travel(cost, terms.travel_cents))
    return item


def _insert(row: LearningPlan | PlanItem) -> None:
    """Insert, unless the same row came in from elsewhere a moment ago."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        db.session.expire_all()


def _give_up(item: PlanItem, *, by_id: int, reason: str) -> None:
    if item.proposed_by_id == by_id:
        withdraw(item, by_id=by_id)
    else:
        decline(item, reason=reason[:LONGEST_COMMENT])
    db.session.flush()


def _lock(item: PlanItem) -> None:
    """Wait for whoever changes the item now, and see what they made of it."""
    db.session.refresh(item, with_for_update={"of": PlanItem})


def _must_be_proposed(item: PlanItem) -> None:
    if item.state != State.PROPOSED:
        raise AnsweredError(f"{item.offering.title} is {item.state} by now. Nothing was changed.")


def _open_items(plan: LearningPlan, offering: Offering) -> Select[PlanItem]:
    items = select(PlanItem).where(PlanItem.plan_id == plan.id, PlanItem.state.in_(OPEN_STATES))
    return items.where(PlanItem.offering_id == offering.id)
