"""Learning plans: what a person does in a fiscal year."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    case,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.accounts.models import User
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.catalog.models import Offering
from pdplanner.columns import Cents, Hours
from pdplanner.extensions import Base
from pdplanner.organization.models import Person

MODES = "mode in ('seat', 'member', 'cohort')"


class State(StrEnum):
    """How far an item is; approved is not yet registered."""

    PROPOSED = "proposed"
    REQUESTED = "requested"
    RETURNED = "returned"
    APPROVED = "approved"
    REGISTERED = "registered"
    COMPLETED = "completed"
    DECLINED = "declined"
    CANCELLED = "cancelled"

    @property
    def word(self) -> str:
        """It as pages and files name it."""
        return "Sent back" if self == State.RETURNED else self.capitalize()


class CostKind(StrEnum):
    """What money for an item is for, in the order in which pages show it."""

    FEE = "fee"
    TRAVEL = "travel"
    LODGING = "lodging"
    MEALS = "meals"
    MATERIALS = "materials"
    SUBSTITUTE = "substitute"


NO_ALLOWANCE = (CostKind.MATERIALS, CostKind.SUBSTITUTE)
"""What comes from nobody's allowance."""

TRAVEL = (CostKind.TRAVEL, CostKind.LODGING, CostKind.MEALS)
"""What a fund that pays no travel does not pay."""

OPEN_STATES = tuple(s for s in State if s not in (State.DECLINED, State.CANCELLED))
# Open states are either: money is only asked for, or it is set aside or spent.
PLANNED_STATES = (State.PROPOSED, State.REQUESTED, State.RETURNED)
SETTLED_STATES = tuple(s for s in OPEN_STATES if s not in PLANNED_STATES)


class LearningPlan(Base):
    """A person's items for a fiscal year."""

    __tablename__ = "learning_plan"
    __table_args__ = (UniqueConstraint("person_id", "fiscal_year_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    fiscal_year_id: Mapped[int] = mapped_column(ForeignKey("fiscal_year.id"), index=True)
    # The adopted scenario that speaks for this person and year; there is room for one.
    scenario_id: Mapped[int | None] = mapped_column(ForeignKey("scenario.id"), index=True)

    person: Mapped[Person] = relationship()
    fiscal_year: Mapped[FiscalYear] = relationship()
    items: Mapped[list["PlanItem"]] = relationship(
        back_populates="plan", order_by="PlanItem.id", cascade="all, delete-orphan"
    )

    @property
    def scope_path(self) -> str:
        return self.person.unit.path

    @property
    def owner_id(self) -> int | None:
        return self.person.user_id


class PlanItem(Base):
    """An offering in a person's plan, with its price and hours as they were when it was added."""

    __tablename__ = "plan_item"
    __table_args__ = (
        CheckConstraint(
            "state in ('proposed', 'requested', 'returned', 'approved', 'registered', 'completed',"
            " 'declined', 'cancelled')",
            name="state",
        ),
        CheckConstraint(MODES, name="mode"),
        CheckConstraint("price_cents >= 0", name="price_cents"),
        CheckConstraint("shared_cents >= 0", name="shared_cents"),
        CheckConstraint("uncounted_cents >= 0", name="uncounted_cents"),
        CheckConstraint("estimated_cents >= 0", name="estimated_cents"),
        CheckConstraint("catalog_fee_cents >= 0", name="catalog_fee_cents"),
        # Lists of requests begin with what has waited longest.
        Index("ix_plan_item_waiting", "state", "changed_at", "id"),
        Index(
            "uq_plan_item_open",
            "plan_id",
            "offering_id",
            unique=True,
            sqlite_where=text("state not in ('declined', 'cancelled')"),
            postgresql_where=text("state not in ('declined', 'cancelled')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(
        ForeignKey("learning_plan.id", ondelete="CASCADE"), index=True
    )
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    scenario_id: Mapped[int | None] = mapped_column(
        ForeignKey("scenario.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[str] = mapped_column(String(16), default=State.PROPOSED)
    mode: Mapped[str] = mapped_column(String(8), default="seat")
    # What this place costs, the sum of its costs by kind. Its fee may be a share of what is bought
    # for several places, a cohort or a membership. No allowance counts that share, nor what is
    # uncounted: materials and substitutes. `plans/items/costs.py` sets all of them.
    price_cents: Mapped[Cents]
    # What it was to cost, once `price_cents` is what it did cost.
    estimated_cents: Mapped[Cents | None]
    shared_cents: Mapped[Cents] = mapped_column(default=0)
    uncounted_cents: Mapped[Cents] = mapped_column(default=0)
    # Whether somebody entered its costs, and for which fee of the catalog they entered its fee;
    # without one nobody knows that fee.
    costs_entered: Mapped[bool] = mapped_column(default=False)
    catalog_fee_cents: Mapped[Cents | None]
    hours: Mapped[float] = mapped_column(Hours)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    # The person's own yes; what they add themselves is accepted from the start.
    accepted_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(String(500), default="")
    changed_at: Mapped[datetime]

    plan: Mapped[LearningPlan] = relationship(back_populates="items")
    offering: Mapped[Offering] = relationship()
    # Who pays, the most first; they add up to the price. None is named for what is free.
    payments: Mapped[list["ItemPayment"]] = relationship(
        order_by="ItemPayment.cents.desc(), ItemPayment.fund_id", cascade="all, delete-orphan"
    )
    costs: Mapped[list["ItemCost"]] = relationship(cascade="all, delete-orphan")
    proposed_by: Mapped[User | None] = relationship()

    @hybrid_property
    def allowance_cents(self) -> int:
        """What it takes of its person's allowance; nothing where the share is above the cost."""
        return max(0, self.price_cents - self.shared_cents - self.uncounted_cents)

    @allowance_cents.inplace.expression
    @classmethod
    def _allowance_cents(cls) -> ColumnElement[int]:
        counted = cls.price_cents - cls.shared_cents - cls.uncounted_cents
        return case((counted < 0, 0), else_=counted)

    @property
    def costs_in_order(self) -> list["ItemCost"]:
        """Its costs as pages list them."""
        order = list(CostKind)
        return sorted(self.costs, key=lambda cost: order.index(CostKind(cost.kind)))

    @property
    def scope_path(self) -> str:
        return self.plan.scope_path

    @property
    def owner_id(self) -> int | None:
        return self.plan.owner_id


class ItemCost(Base):
    """What an item costs of one kind; `estimated_cents` once `cents` is what it did cost."""

    __tablename__ = "item_cost"
    __table_args__ = (
        CheckConstraint(
            "kind in ('fee', 'travel', 'lodging', 'meals', 'materials', 'substitute')", name="kind"
        ),
        CheckConstraint("cents >= 0", name="cents"),
        CheckConstraint("estimated_cents >= 0", name="estimated_cents"),
    )

    item_id: Mapped[int] = mapped_column(
        ForeignKey("plan_item.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    cents: Mapped[Cents]
    estimated_cents: Mapped[Cents | None]


class ItemPayment(Base):
    """What one fund pays of an item."""

    __tablename__ = "item_payment"
    __table_args__ = (CheckConstraint("cents > 0", name="cents"),)

    item_id: Mapped[int] = mapped_column(
        ForeignKey("plan_item.id", ondelete="CASCADE"), primary_key=True
    )
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), primary_key=True, index=True)
    cents: Mapped[Cents]

    fund: Mapped[Fund] = relationship()
