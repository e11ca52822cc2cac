"""Notices, and how each reader wants them mailed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.accounts.models import User
from pdplanner.extensions import Base

UNREAD = text("read_at is null")
TO_MAIL = text("mail_at is not null")


class Notice(Base):
    """Something that a user is told, written in the transaction in which it happens."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_newest", "user_id", "id"),
        Index("ix_notice_unread", "user_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index("ix_notice_to_mail", "mail_at", sqlite_where=TO_MAIL, postgresql_where=TO_MAIL),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(String(255))
    said: Mapped[str] = mapped_column(String(1000))
    # What whoever did it wrote to it.
    comment: Mapped[str] = mapped_column(String(500), default="")
    # Where it leads on this site; what is about one thing has one path.
    path: Mapped[str] = mapped_column(String(200), index=True)
    # Whether the reader is to answer: settled for all of them once one did.
    asks: Mapped[bool] = mapped_column(default=False)
    read_at: Mapped[datetime | None]
    # When to mail it; None: not at all, or it was. Whoever takes it up puts this off meanwhile, so
    # that it is tried again should they be interrupted.
    mail_at: Mapped[datetime | None]
    taken_up: Mapped[bool] = mapped_column(default=False)

    user: Mapped[User] = relationship()

    scope_path = None

    @property
    def owner_id(self) -> int:
        return self.user_id


class Mails(StrEnum):
    EACH = "each"
    DAILY = "daily"
    NONE = "none"


class NoticeSetting(Base):
    """How a user wants notices mailed; who has none wants each."""

    __tablename__ = "notice_setting"
    __table_args__ = (CheckConstraint("mails in ('each', 'daily', 'none')", name="mails"),)

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    mails: Mapped[str] = mapped_column(String(8))
