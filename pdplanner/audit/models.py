"""The trail: events as they happen, and the seals that chain them.

The database refuses to change or delete a row of either by triggers: see the migration.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.extensions import Base


class Area(StrEnum):
    """Who is to read of it: the business office, or admins."""

    MONEY = "money"
    ACCESS = "access"


class Money(StrEnum):
    """What is done to money, as the page names it."""

    MONEY_ALLOCATED = "money allocated"
    ALLOCATION_CHANGED = "allocation changed"
    MONEY_TRANSFERRED = "money transferred"
    FUND_ADDED = "fund added"
    FUND_CHANGED = "fund changed"
    YEAR_ADDED = "fiscal year added"
    YEAR_CHANGED = "fiscal year changed"
    YEAR_REMOVED = "fiscal year removed"
    YEAR_CLOSED = "fiscal year closed"
    YEAR_REOPENED = "fiscal year opened again"
    APPROVALS_CHANGED = "approvals changed"
    ACCOUNT_CODES_CHANGED = "account codes changed"
    THRESHOLD_ADDED = "purchasing threshold added"
    THRESHOLD_REMOVED = "purchasing threshold removed"
    VENDOR_ADDED = "vendor added"
    VENDOR_CHANGED = "vendor changed"
    COST_CHANGED = "cost changed"
    HOURS_CHANGED = "hours changed"
    REQUESTED = "requested"
    SENT_BACK = "sent back"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    REGISTERED = "registered"
    COMPLETED = "completed"
    CORRECTED = "cost corrected"
    PURCHASE_ENTERED = "purchase entered"
    ALLOWANCE_CHANGED = "allowance changed"
    FILE_ADDED = "file added"
    FILE_REPLACED = "file replaced"
    FILE_REMOVED = "file removed"
    BOARD_LINK_MADE = "link for the board made"
    BOARD_LINK_ENDED = "link for the board ended"


class Access(StrEnum):
    """What is done to who may see and do what."""

    SIGNED_IN = "signed in"
    PASSWORD_SET = "password set"  # noqa: S105
    INVITED = "invited"
    ACCOUNT_JOINED = "account joined"
    ACCOUNT_TAKEN = "account taken"
    ADDRESS_CHANGED = "address changed"
    ROLE_GIVEN = "role given"
    ROLE_REVOKED = "role revoked"
    SUBSTITUTE_NAMED = "substitute named"
    SUBSTITUTE_ENDED = "substitute ended"
    PERSON_ADDED = "person added"
    PERSON_CHANGED = "person changed"
    PERSON_MOVED = "person moved"
    PERSON_DEACTIVATED = "person deactivated"
    PERSON_REACTIVATED = "person reactivated"
    UNIT_ADDED = "unit added"
    UNIT_CHANGED = "unit changed"
    UNIT_MOVED = "unit moved"
    UNIT_CLOSED = "unit closed"
    UNIT_REOPENED = "unit opened again"


Kind = Money | Access


class AuditEvent(Base):
    """What one account did, in words that need no other table: a name is what it was then.

    The ids say who may read it: those of the unit, and of the other one where two are concerned.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        CheckConstraint("area in ('money', 'access')", name="area"),
        Index("ix_audit_event_newest", "area", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    area: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(32))
    # None: a command, or what happens by itself.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    by: Mapped[str] = mapped_column(String(400), default="")
    # In whose place, where they were away.
    for_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    in_place_of: Mapped[str] = mapped_column(String(400), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    unit: Mapped[str] = mapped_column(String(120), default="")
    other_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    # To what it was done, what was before and is now, and the page of it.
    about: Mapped[str] = mapped_column(String(400))
    said: Mapped[str] = mapped_column(String(2000), default="")
    path: Mapped[str] = mapped_column(String(200), default="")
    # The address that the request came from, and its reference in the log.
    came_from: Mapped[str] = mapped_column(String(45), default="")
    reference: Mapped[str] = mapped_column(String(16), default="")


class AuditSeal(Base):
    """The place of an event in the chain; `digest` is of the one before and of the event."""

    __tablename__ = "audit_seal"
    __table_args__ = (CheckConstraint("position > 0", name="position"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))

    event: Mapped[AuditEvent] = relationship()
