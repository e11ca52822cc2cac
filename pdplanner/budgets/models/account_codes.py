"""How the account codes of a district are made up."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.extensions import Base
from pdplanner.organization.models import Unit


class AccountSegment(Base):
    """A part of each account code, such as Function with four characters."""

    __tablename__ = "account_segment"
    __table_args__ = (CheckConstraint("length > 0", name="length"),)

    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(40))
    length: Mapped[int]
    # Which shipped list names its codes (`catalog/finance`); empty: none does.
    values: Mapped[str] = mapped_column(String(20), default="")

    unit: Mapped[Unit] = relationship()
