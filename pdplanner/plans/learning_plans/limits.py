"""What a person's plan may hold: their hours, their allowance, the places of an offering."""

from sqlalchemy import and_, func, or_, select

from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.items.mentoring import hours_given_by
from pdplanner.plans.learning_plans.errors import NotOfferedError, RequiredFirstError, TooMuchError
from pdplanner.plans.learning_plans.required import Required, offerings_had
from pdplanner.plans.models import OPEN_STATES, LearningPlan, PlanItem, State
from pdplanner.web.filters import dollars, hours
from pdplanner.web.word_lists import in_a_row


def refuse_too_much(
    plan: LearningPlan, person: Person, *, title: str, price_cents: int, needed: float
) -> None:
    """Refuse what does not fit beside the items that the plan holds, with the figure."""
    used_cents, used_hours = _used(plan)
    left = max(0, person.hours - used_hours)
    if needed > left:
        raise TooMuchError(
            f"{title} takes {hours(needed)}, and"
            f" {hours(left)} of your {hours(person.hours)} are left."
        )
    limit = person.allowance_cents
    if limit is not None and price_cents > max(0, limit - used_cents):
        raise TooMuchError(
            f"{title} costs {dollars(price_cents)}, and"
            f" {dollars(max(0, limit - used_cents))} of your {dollars(limit)} are left."
        )


def refuse_unprepared(plan: LearningPlan, person: Person, offering: Offering) -> None:
    """Refuse what requires something else that the person has neither done nor planned."""
    required = Required(person.id, [offering.id])
    first = required.first(offering.id, has=offerings_had(person, plan.fiscal_year_id))
    if first:
        titles = in_a_row([each.title for each in first])
        raise RequiredFirstError(f"{offering.title} requires {titles}: add that first.")


def refuse_full(plan: LearningPlan, offering: Offering, *, seats: int | None) -> None:
    """Refuse an offering whose places are all in somebody's plan of the same year."""
    if seats is None:
        return
    if not seats:
        raise TooMuchError(f"{offering.title} has no place: every run of it falls in a blackout.")
    db.session.refresh(offering, with_for_update={"of": Offering})
    taken = (
        select(func.count())
        .select_from(PlanItem)
        .join(PlanItem.plan)
        .where(LearningPlan.fiscal_year_id == plan.fiscal_year_id)
        .where(PlanItem.offering_id == offering.id, PlanItem.state.in_(OPEN_STATES))
    )
    if (db.session.scalar(taken) or 0) >= seats:
        raise TooMuchError(f"{offering.title} has no place left: all {seats} are taken.")


def refuse_without_mentor(offering: Offering) -> None:
    """Refuse a place with a mentor who does not work here any more."""
    mentor = offering.mentor
    if mentor is not None and not mentor.works_here:
        raise NotOfferedError(f"{mentor.name} does not work here any more, and mentors nobody.")


def refuse_busy_mentor(
    plan: LearningPlan, offering: Offering, *, needed: float, accepting: PlanItem | None = None
) -> None:
    """Refuse a place for which its mentor has no hours left in the year.

    Who is `accepting` a place goes before those who have not answered yet.
    """
    mentor = offering.mentor
    if mentor is None:
        return
    # Who asks for a place in another of the mentor's offerings waits here.
    db.session.refresh(mentor, with_for_update={"of": Person})
    used = _used_by_mentor(mentor.id, plan.fiscal_year_id, accepting=accepting)
    if needed > mentor.hours - float(used):
        raise TooMuchError(f"{mentor.name} has no {hours(needed)} left this year to mentor.")


def _used_by_mentor(mentor_id: int, year_id: int, *, accepting: PlanItem | None) -> float:
    """Hours that a mentor learns and gives in the year, by all items that are open."""
    theirs = select(Offering.id).where(Offering.mentor_id == mentor_id)
    used = (
        select(func.coalesce(func.sum(PlanItem.hours), 0))
        .join(PlanItem.plan)
        .where(LearningPlan.fiscal_year_id == year_id, PlanItem.state.in_(OPEN_STATES))
        .where(or_(LearningPlan.person_id == mentor_id, PlanItem.offering_id.in_(theirs)))
    )
    if accepting is not None:
        asks = and_(PlanItem.state == State.PROPOSED, PlanItem.accepted_at.is_(None))
        used = used.where(PlanItem.id != accepting.id, ~asks)
    return float(db.session.scalar(used) or 0)


def _used(plan: LearningPlan) -> tuple[int, float]:
    """Cents of the allowance and hours; a share of a cohort or a membership uses no allowance.

    What the person gives as a mentor comes out of the same hours.
    """
    given = hours_given_by(plan.person_id, plan.fiscal_year_id)
    items = select(
        func.coalesce(func.sum(PlanItem.allowance_cents), 0),
        func.coalesce(func.sum(PlanItem.hours), 0) + given,
    ).where(PlanItem.plan_id == plan.id, PlanItem.state.in_(OPEN_STATES))
    used_cents, used_hours = db.session.execute(items).one()
    return int(used_cents), float(used_hours)
