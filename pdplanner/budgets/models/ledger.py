"""The ledger: what happened to the money of funds, never changed and never deleted.

The database refuses both by triggers: see the migration that makes these tables.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.accounts.models import User
from pdplanner.budgets.models.funds import Fund
from pdplanner.columns import Cents
from pdplanner.extensions import Base


class Account(StrEnum):
    """Where money of a fund is; what leaves one account enters others.

    `SOURCE` is where it comes from, and below zero by what was allocated.
    """

    SOURCE = "source"
    AVAILABLE = "available"
    ENCUMBERED = "encumbered"
    SPENT = "spent"


class ActionKind(StrEnum):
    ALLOCATE = "allocate"
    AMEND = "amend"
    TRANSFER = "transfer"
    ENCUMBER = "encumber"
    RELEASE = "release"
    SPEND = "spend"


class LedgerAction(Base):
    """One thing that somebody did to money, with its entries; done once for each key.

    `digest` is of what was asked, so that the same key for something else is noticed.
    """

    __tablename__ = "ledger_action"
    __table_args__ = (
        CheckConstraint(
            "kind in ('allocate', 'amend', 'transfer', 'encumber', 'release', 'spend')",
            name="kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    # The item that money is set aside for or spent on; it stands in a slice above this one.
    item_id: Mapped[int | None] = mapped_column(ForeignKey("plan_item.id"), index=True)
    # None: the start of the ledger, or the demo.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(500), default="")

    by: Mapped[User | None] = relationship()
    entries: Mapped[list["LedgerEntry"]] = relationship(
        back_populates="action", order_by="LedgerEntry.id"
    )


class LedgerEntry(Base):
    """Cents that enter an account of a fund, or leave it below zero; an action's add up to 0."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint(
            "account in ('source', 'available', 'encumbered', 'spent')", name="account"
        ),
        CheckConstraint("cents <> 0", name="cents"),
        UniqueConstraint("action_id", "fund_id", "account"),
        # A figure of a fund opens to its newest entries.
        Index("ix_ledger_entry_figure", "fund_id", "account", "action_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("ledger_action.id"))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    account: Mapped[str] = mapped_column(String(16))
    cents: Mapped[Cents]

    action: Mapped[LedgerAction] = relationship(back_populates="entries")
    fund: Mapped[Fund] = relationship()
