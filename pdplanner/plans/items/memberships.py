"""Memberships that a plan may buy: their prices, and what of these is paid beside the plan."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, false, func, not_, select

from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Membership, Offering, Provider
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below
from pdplanner.plans.items.commitments import is_replaceable
from pdplanner.plans.models import OPEN_STATES, LearningPlan, PlanItem


class KnownMembership(NamedTuple):
    """What a year of a membership costs; `paid_cents` of it are paid by items that stay."""

    provider_id: int
    provider: str
    price_cents: int
    paid_cents: int

    @property
    def left_cents(self) -> int:
        return max(0, self.price_cents - self.paid_cents)


def known_memberships(
    unit: Unit, fiscal_year: FiscalYear, *, aside: ColumnElement[bool] | None = None
) -> dict[int, KnownMembership]:
    """Return the memberships of the district whose price is known, by id.

    What items under the condition `aside` pay is not counted.
    """
    rows = (
        select(Membership.id, Provider.id, Provider.name, Membership.price_cents)
        .join(Membership.provider)
        .where(Membership.unit_id == fiscal_year.unit_id, Membership.price_cents.is_not(None))
        .order_by(Membership.id)
    )
    paid = _paid(unit, fiscal_year, false() if aside is None else aside)
    return {
        membership_id: KnownMembership(
            provider_id, name, int(cents or 0), paid.get(membership_id, 0)
        )
        for membership_id, provider_id, name, cents in db.session.execute(rows)
    }


def _paid(unit: Unit, fiscal_year: FiscalYear, aside: ColumnElement[bool]) -> dict[int, int]:
    """Cents by membership that items of the year pay, anywhere in the district.

    Not the proposals that a new plan of the unit takes back.
    """
    replaced = and_(is_replaceable(), below(unit), Person.active)
    rows = (
        select(Membership.id, func.sum(PlanItem.shared_cents))
        .select_from(PlanItem)
        .join(LearningPlan, LearningPlan.id == PlanItem.plan_id)
        .join(Person, Person.id == LearningPlan.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .join(Offering, Offering.id == PlanItem.offering_id)
        .join(Membership, Membership.provider_id == Offering.provider_id)
        .where(Membership.unit_id == fiscal_year.unit_id, PlanItem.mode == "member")
        .where(LearningPlan.fiscal_year_id == fiscal_year.id, PlanItem.state.in_(OPEN_STATES))
        .where(not_(replaced), not_(aside))
        .group_by(Membership.id)
    )
    return {membership_id: int(cents) for membership_id, cents in db.session.execute(rows)}
