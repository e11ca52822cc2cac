"""How an item is bought: the order, or what a person laid out and got back."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.budgets.models import Vendor
from pdplanner.columns import Cents
from pdplanner.extensions import Base
from pdplanner.plans.models.learning_plans import PlanItem


class PaidBy(StrEnum):
    DISTRICT = "district"
    PERSON = "person"


class ItemPurchase(Base):
    """What the business office enters once an item is approved."""

    __tablename__ = "item_purchase"
    __table_args__ = (
        CheckConstraint("paid_by in ('district', 'person')", name="paid_by"),
        CheckConstraint("reimbursed_cents >= 0", name="reimbursed_cents"),
        CheckConstraint(
            "reimbursed_cents is null or paid_by = 'person'", name="reimbursed_to_the_person"
        ),
    )

    item_id: Mapped[int] = mapped_column(
        ForeignKey("plan_item.id", ondelete="CASCADE"), primary_key=True
    )
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"), index=True)
    order_number: Mapped[str] = mapped_column(String(40), default="")
    ordered_on: Mapped[date | None]
    paid_by: Mapped[str] = mapped_column(String(16), default=PaidBy.DISTRICT)
    reimbursed_cents: Mapped[Cents | None]
    reimbursed_on: Mapped[date | None]

    item: Mapped[PlanItem] = relationship()
    vendor: Mapped[Vendor | None] = relationship(lazy="joined")
