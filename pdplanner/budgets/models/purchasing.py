"""A district's purchasing: from whom it buys, and what a purchase above a sum needs."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.columns import Cents
from pdplanner.extensions import Base
from pdplanner.organization.models import Unit


class PurchasingThreshold(Base):
    """What is bought for more than `above_cents` needs something first, such as three quotes."""

    __tablename__ = "purchasing_threshold"
    __table_args__ = (
        UniqueConstraint("unit_id", "above_cents"),
        CheckConstraint("above_cents >= 0", name="above_cents"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    above_cents: Mapped[Cents]
    requires: Mapped[str] = mapped_column(String(200))

    unit: Mapped[Unit] = relationship()

    owner_id = None

    @property
    def scope_path(self) -> str:
        return self.unit.path


class Vendor(Base):
    """From whom a district buys, as its business office knows them."""

    __tablename__ = "vendor"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    # The business office's own; leading zeros count.
    number: Mapped[str] = mapped_column(String(40), default="")

    unit: Mapped[Unit] = relationship()

    owner_id = None

    @property
    def scope_path(self) -> str:
        return self.unit.path
