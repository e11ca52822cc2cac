"""The steps of a request: who did what to an item, and when."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.accounts.models import User
from pdplanner.extensions import Base
from pdplanner.files.models import StoredFile
from pdplanner.plans.models.learning_plans import PlanItem


class Action(StrEnum):
    AMEND = "amend"
    REQUEST = "request"
    RETURN = "return"
    APPROVE = "approve"
    DECLINE = "decline"
    CANCEL = "cancel"
    REGISTER = "register"
    COMPLETE = "complete"
    # What it did cost was entered wrongly: the state stays.
    CORRECT = "correct"
    # An order or a reimbursement was entered: the state stays.
    PURCHASE = "purchase"


class Desk(StrEnum):
    """Who approves a request, in this order."""

    DIRECTOR = "director"
    FINANCE = "finance"


class RequestStep(Base):
    """Done once for its key; `digest` is of what was sent with it."""

    __tablename__ = "request_step"
    __table_args__ = (
        CheckConstraint(
            "action in ('amend', 'request', 'return', 'approve', 'decline', 'cancel',"
            " 'register', 'complete', 'correct', 'purchase')",
            name="action",
        ),
        CheckConstraint("desk in ('', 'director', 'finance')", name="desk"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id", ondelete="CASCADE"), index=True)
    action: Mapped[str] = mapped_column(String(16))
    # At which desk it was approved or sent back; empty where no desk is concerned.
    desk: Mapped[str] = mapped_column(String(16), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    # In whose place, where they were away.
    for_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    comment: Mapped[str] = mapped_column(String(500), default="")
    key: Mapped[str] = mapped_column(String(64), unique=True)
    digest: Mapped[str] = mapped_column(String(64))

    item: Mapped[PlanItem] = relationship()
    by: Mapped[User | None] = relationship(foreign_keys=by_id)
    in_place_of: Mapped[User | None] = relationship(foreign_keys=for_id)


class FileKind(StrEnum):
    """What a file on a request is."""

    QUOTE = "quote"
    FLYER = "flyer"
    INVOICE = "invoice"
    RECEIPT = "receipt"
    CERTIFICATE = "certificate"
    OTHER = "other"


class ItemFile(Base):
    """A file on a request."""

    __tablename__ = "item_file"
    __table_args__ = (
        CheckConstraint(
            "kind in ('quote', 'flyer', 'invoice', 'receipt', 'certificate', 'other')", name="kind"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id", ondelete="CASCADE"), index=True)
    stored_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(16))

    item: Mapped[PlanItem] = relationship()
    stored: Mapped[StoredFile] = relationship(
        cascade="all, delete-orphan", single_parent=True, lazy="joined"
    )
