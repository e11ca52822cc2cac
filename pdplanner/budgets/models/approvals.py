"""Above which cost the business office approves, where a unit has a sum of its own."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.columns import Cents
from pdplanner.extensions import Base
from pdplanner.organization.models import Unit


class UnitApproval(Base):
    """For the people of a unit and below, in place of the year's sum; None: none needs it."""

    __tablename__ = "unit_approval"
    __table_args__ = (CheckConstraint("finance_above_cents >= 0", name="finance_above_cents"),)

    fiscal_year_id: Mapped[int] = mapped_column(
        ForeignKey("fiscal_year.id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True
    )
    finance_above_cents: Mapped[Cents | None]

    unit: Mapped[Unit] = relationship(lazy="joined")
