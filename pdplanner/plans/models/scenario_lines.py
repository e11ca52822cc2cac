"""What a built plan holds: a line for each place, and who pays it."""

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.budgets.models import Fund
from pdplanner.catalog.models import Offering
from pdplanner.columns import Cents, Hours
from pdplanner.extensions import Base
from pdplanner.organization.models import Person
from pdplanner.plans.models.learning_plans import MODES


class ScenarioLine(Base):
    """One place in a built plan; points are the engine's, credited once.

    `shared_cents` of the price are its share of a cohort's price or a membership's.
    """

    __tablename__ = "scenario_line"
    __table_args__ = (
        CheckConstraint(MODES, name="mode"),
        CheckConstraint("shared_cents >= 0", name="shared_cents"),
    )

    scenario_id: Mapped[int] = mapped_column(
        ForeignKey("scenario.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), primary_key=True)
    mode: Mapped[str] = mapped_column(String(8))
    price_cents: Mapped[Cents]
    shared_cents: Mapped[Cents] = mapped_column(default=0)
    hours: Mapped[float] = mapped_column(Hours)
    points: Mapped[int]

    person: Mapped[Person] = relationship()
    offering: Mapped[Offering] = relationship()
    # Who pays, the most first; they add up to the price.
    payments: Mapped[list["LinePayment"]] = relationship(
        order_by="LinePayment.cents.desc(), LinePayment.fund_id", cascade="all, delete-orphan"
    )


class LinePayment(Base):
    """What one fund pays of a place in a built plan."""

    __tablename__ = "line_payment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["scenario_id", "person_id", "offering_id"],
            ["scenario_line.scenario_id", "scenario_line.person_id", "scenario_line.offering_id"],
            name="fk_line_payment_line",
            ondelete="CASCADE",
        ),
        CheckConstraint("cents > 0", name="cents"),
    )

    scenario_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), primary_key=True, index=True)
    cents: Mapped[Cents]

    fund: Mapped[Fund] = relationship()
