"""Offerings, what they teach and when they run."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.accounts.models import User
from pdplanner.columns import Cents, Hours
from pdplanner.extensions import Base
from pdplanner.frameworks.models import Indicator
from pdplanner.organization.models import Person, Unit


class Format(StrEnum):
    ONLINE_SELF_PACED = "online-self-paced"
    LIVE_ONLINE = "live-online"
    IN_PERSON = "in-person"
    HYBRID = "hybrid"
    CONFERENCE = "conference"
    MICRO_CREDENTIAL = "micro-credential"
    CERTIFICATION_EXAM = "certification-exam"
    MENTORING = "mentoring"
    BOOK = "book"
    TOOLKIT_EXERCISE = "toolkit-exercise"
    APPLICATION_WITH_FEEDBACK = "application-with-feedback"
    CONSULTING_REVIEW = "consulting-review"


class Provider(Base):
    __tablename__ = "provider"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160), unique=True)


class Offering(Base):
    """An offering, shipped (no unit) or owned by a unit and seen in its subtree.

    Prices and hours are the provider's; None means unknown. `as_of` is the date of those facts as
    its source gives it: a year, a month or a day (`2021`, `2021-02`, `2021-02-10`).
    """

    __tablename__ = "offering"
    __table_args__ = (
        UniqueConstraint("unit_id", "code"),
        CheckConstraint("price_cents >= 0", name="price_cents"),
        CheckConstraint("member_price_cents >= 0", name="member_price_cents"),
        CheckConstraint("hours >= 0", name="hours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    # A colleague at level 4 who mentors; places and hours limit what they give.
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    code: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(500), default="")
    format: Mapped[str] = mapped_column(String(32))
    audience: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(String(1000), default="")
    prerequisites: Mapped[str] = mapped_column(String(500), default="")
    price_cents: Mapped[Cents | None]
    member_price_cents: Mapped[Cents | None]
    price_note: Mapped[str] = mapped_column(String(500), default="")
    hours: Mapped[float | None] = mapped_column(Hours)
    sitting_hours: Mapped[float | None] = mapped_column(Hours)
    hours_note: Mapped[str] = mapped_column(String(500), default="")
    # Continuing-education hours that the provider certifies: 1 CEU counts 10.
    credits: Mapped[float | None] = mapped_column(Hours)
    credit_note: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[str] = mapped_column(String(500), default="")
    as_of: Mapped[str] = mapped_column(String(10), default="")
    places: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    # Who asked for what no catalog had; it is offered to others once a director offers it.
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    unit: Mapped[Unit | None] = relationship()
    proposed_by: Mapped[User | None] = relationship()
    provider: Mapped[Provider] = relationship()
    mentor: Mapped[Person | None] = relationship()
    tags: Mapped[list["Tag"]] = relationship(
        back_populates="offering", cascade="all, delete-orphan"
    )
    sessions: Mapped[list["Session"]] = relationship(
        back_populates="offering", order_by="Session.starts_on", cascade="all, delete-orphan"
    )

    requires: Mapped[list["Requirement"]] = relationship(
        back_populates="offering",
        foreign_keys="Requirement.offering_id",
        order_by="Requirement.required_id",
        cascade="all, delete-orphan",
    )

    owner_id = None

    @property
    def scope_path(self) -> str | None:
        return self.unit.path if self.unit else None

    @property
    def is_proposal(self) -> bool:
        """Asked for by somebody, and not offered to others so far."""
        return self.proposed_by_id is not None and not self.active


class Requirement(Base):
    """An offering to have completed before another, or to take in the same plan.

    Whoever holds `unless_level` of an indicator need not, where one is given.
    """

    __tablename__ = "requirement"
    __table_args__ = (
        CheckConstraint("required_id <> offering_id", name="required_id"),
        CheckConstraint("unless_level between 1 and 4", name="unless_level"),
        CheckConstraint(
            "(unless_indicator_id is null) = (unless_level is null)", name="unless_indicator_id"
        ),
    )

    offering_id: Mapped[int] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True
    )
    required_id: Mapped[int] = mapped_column(
        ForeignKey("offering.id"), primary_key=True, index=True
    )
    unless_indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"))
    unless_level: Mapped[int | None]

    offering: Mapped[Offering] = relationship(back_populates="requires", foreign_keys=[offering_id])
    required: Mapped[Offering] = relationship(foreign_keys=[required_id])
    unless_indicator: Mapped[Indicator | None] = relationship()


class Tag(Base):
    """An offering brings a person who holds at least `from_level` to `level`."""

    __tablename__ = "tag"
    __table_args__ = (
        CheckConstraint("level between 1 and 4", name="level"),
        CheckConstraint("from_level >= 0 and from_level < level", name="from_level"),
    )

    offering_id: Mapped[int] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True
    )
    indicator_id: Mapped[int] = mapped_column(
        ForeignKey("indicator.id"), primary_key=True, index=True
    )
    level: Mapped[int]
    from_level: Mapped[int]

    offering: Mapped[Offering] = relationship(back_populates="tags")
    indicator: Mapped[Indicator] = relationship()


class Session(Base):
    """A dated run; a district's own (unit) or the provider's (none)."""

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("ends_on >= starts_on", name="ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    seats: Mapped[int | None]
    place: Mapped[str] = mapped_column(String(160), default="")
    source: Mapped[str] = mapped_column(String(500), default="")

    offering: Mapped[Offering] = relationship(back_populates="sessions")
    unit: Mapped[Unit | None] = relationship()

    owner_id = None

    @property
    def scope_path(self) -> str | None:
        return self.unit.path if self.unit else None
