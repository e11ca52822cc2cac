"""Links by which somebody without an account reads a budget."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.accounts.models import User
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import Base
from pdplanner.organization.models import Unit


class BoardLink(Base):
    """The money of a unit in a fiscal year, for whoever has the token, until it expires.

    The token is known to nobody after it was shown: only its digest is kept.
    """

    __tablename__ = "board_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    fiscal_year_id: Mapped[int] = mapped_column(
        ForeignKey("fiscal_year.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    unit: Mapped[Unit] = relationship()
    fiscal_year: Mapped[FiscalYear] = relationship()
    made_by: Mapped[User | None] = relationship()

    owner_id = None

    @property
    def scope_path(self) -> str:
        return self.unit.path
