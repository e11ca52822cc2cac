"""What is bought and what it did cost: the columns of a request in files, and those of a year."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, subqueryload

from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import CostKind, ItemPurchase, LearningPlan, PaidBy, PlanItem, State
from pdplanner.plans.requests.purchase import BOUGHT
from pdplanner.reports.figures.scope import Scope

PAYERS = {PaidBy.DISTRICT: "The district", PaidBy.PERSON: "The person"}


class Bought(NamedTuple):
    """An item with how it is bought; the purchase is None where nobody entered that yet."""

    item: PlanItem
    purchase: ItemPurchase | None

    @property
    def vendor(self) -> str:
        return self.purchase.vendor.name if self.purchase and self.purchase.vendor else ""

    @property
    def order_number(self) -> str:
        return self.purchase.order_number if self.purchase else ""

    @property
    def ordered_on(self) -> date | None:
        return self.purchase.ordered_on if self.purchase else None

    @property
    def paid_by(self) -> str:
        return PAYERS[PaidBy(self.purchase.paid_by)] if self.purchase else ""

    @property
    def reimbursed_cents(self) -> int | None:
        return self.purchase.reimbursed_cents if self.purchase else None

    @property
    def reimbursed_on(self) -> date | None:
        return self.purchase.reimbursed_on if self.purchase else None

    @property
    def costs(self) -> list[int]:
        """The cents of each kind, in their order: what it did cost, once that is entered."""
        held = {each.kind: each.cents for each in self.item.costs}
        return [held.get(kind, 0) for kind in CostKind]

    @property
    def estimated(self) -> list[int]:
        """What each kind was to cost."""
        if self.item.estimated_cents is None:
            return self.costs
        held = {each.kind: each.estimated_cents or 0 for each in self.item.costs}
        return [held.get(kind, 0) for kind in CostKind]

    @property
    def actual_cents(self) -> int | None:
        """What it did cost; None before it is completed."""
        return self.item.price_cents if self.is_completed else None

    @property
    def is_completed(self) -> bool:
        return self.item.state == State.COMPLETED


def bought(scope: Scope) -> Sequence[Bought]:
    """Return what was approved for people in reach in a year, by person and offering."""
    rows = (
        select(PlanItem, ItemPurchase)
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .join(PlanItem.offering)
        .outerjoin(ItemPurchase, ItemPurchase.item_id == PlanItem.id)
        .where(LearningPlan.fiscal_year_id == scope.year.id)
        .where(PlanItem.state.in_(BOUGHT), scope.people)
        .order_by(func.lower(Person.name), Person.id, func.lower(Offering.title), PlanItem.id)
        .options(
            contains_eager(PlanItem.plan)
            .contains_eager(LearningPlan.person)
            .contains_eager(Person.unit),
            contains_eager(PlanItem.offering).joinedload(Offering.provider),
            subqueryload(PlanItem.costs),
        )
    )
    return [Bought(*row) for row in db.session.execute(rows)]
