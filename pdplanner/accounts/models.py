"""Who can sign in, and which role each has at which unit."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_security import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner import clock
from pdplanner.extensions import Base
from pdplanner.web import transactions

if TYPE_CHECKING:
    from pdplanner.organization.models import Unit


class Role(StrEnum):
    """What a grant lets its holder do; staff need none, they always see their own."""

    DIRECTOR = "director"
    FINANCE = "finance"
    HR = "hr"
    READER = "reader"
    ADMIN = "admin"


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


class User(Base, UserMixin):
    """An account. The person behind it, if any, points here from the organization."""

    __tablename__ = "user"
    __table_args__ = (CheckConstraint("theme in ('light', 'dark')", name="theme"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool]
    # Changing it ends every session and kills every mailed link.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    theme: Mapped[str] = mapped_column(String(8), default=Theme.LIGHT)
    created_on: Mapped[datetime] = mapped_column(default=clock.now)

    grants: Mapped[list["Grant"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", passive_deletes=True
    )

    # Flask-Security asks for global roles; here each role stands at a unit, as a grant.
    roles = []

    def verify_and_update_password(self, password: str) -> bool:
        """Check a password without holding the write lock while argon2 works."""
        stored = self.password
        transactions.end_writing()
        self.password = stored
        correct: bool = super().verify_and_update_password(password)
        changed = self.password
        transactions.begin_writing()
        if correct and changed != stored:
            self.password = changed
        return correct


class Grant(Base):
    """A role at a unit; it reaches the unit's whole subtree."""

    __tablename__ = "grant"
    __table_args__ = (
        UniqueConstraint("user_id", "unit_id", "role"),
        CheckConstraint("role in ('director', 'finance', 'hr', 'reader', 'admin')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    granted_on: Mapped[datetime] = mapped_column(default=clock.now)

    user: Mapped[User] = relationship(back_populates="grants")
    unit: Mapped["Unit"] = relationship()
    absence: Mapped["Absence | None"] = relationship(
        back_populates="grant", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def owner_id(self) -> int:
        return self.user_id

    @property
    def scope_path(self) -> str:
        return self.unit.path


class Absence(Base):
    """For how long somebody else answers requests in place of a grant's holder."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("ends_at > begins_at", name="ends_at"),)

    grant_id: Mapped[int] = mapped_column(
        ForeignKey("grant.id", ondelete="CASCADE"), primary_key=True
    )
    substitute_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    # From the first moment of the first day to the first one after the last day.
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    grant: Mapped[Grant] = relationship(back_populates="absence")
    substitute: Mapped[User] = relationship()

    def covers(self, instant: datetime) -> bool:
        return self.begins_at <= instant < self.ends_at
