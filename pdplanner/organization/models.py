"""Units, people, and what each job role asks of the people who hold it."""

from datetime import date
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.columns import Cents, Hours
from pdplanner.extensions import Base
from pdplanner.frameworks.models import Indicator

MOST_DAYS_AWAY = 5


class UnitKind(StrEnum):
    STATE = "state"
    DISTRICT = "district"
    SCHOOL = "school"
    DEPARTMENT = "department"
    TEAM = "team"


class Unit(Base):
    """A node of the organization; its path is the ids from the root to itself: `1/4/9/`."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint(
            "kind in ('state', 'district', 'school', 'department', 'team')", name="kind"
        ),
        CheckConstraint("stale_after_months > 0", name="stale_after_months"),
        CheckConstraint("cover > 0", name="cover"),
        # Asked for by most requests; few units have one.
        Index(
            "ix_unit_time_zone",
            "time_zone",
            sqlite_where=text("time_zone is not null"),
            postgresql_where=text("time_zone is not null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(16))
    path: Mapped[str] = mapped_column(String(255), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    # Months after which a rating counts as stale; None takes the parent's.
    stale_after_months: Mapped[int | None]
    # Where its days begin, by the name of the IANA database; None takes the parent's.
    time_zone: Mapped[str | None] = mapped_column(String(40))
    # People of the subtree who stay at work on any day; None is no limit.
    cover: Mapped[int | None]

    parent: Mapped["Unit | None"] = relationship(remote_side=[id])

    owner_id = None

    @property
    def scope_path(self) -> str:
        return self.path

    @property
    def lineage(self) -> tuple[int, ...]:
        """The ids from the root to this unit."""
        return tuple(int(each) for each in self.path.split("/") if each)


def takes_away(starts_on: date, ends_on: date) -> bool:
    """Whether a run takes people away from work; a longer one is a course beside it."""
    return (ends_on - starts_on).days < MOST_DAYS_AWAY


class Blackout(Base):
    """Days on which the people of a unit's subtree go to nothing, such as testing weeks."""

    __tablename__ = "blackout"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    unit: Mapped[Unit] = relationship()

    owner_id = None

    @property
    def scope_path(self) -> str:
        return self.unit.path

    def bars(self, starts_on: date, ends_on: date) -> bool:
        """Whether it keeps its people from what takes them away from one day to another."""
        touches = self.starts_on <= ends_on and self.ends_on >= starts_on
        return touches and takes_away(starts_on, ends_on)


person_job_role = Table(
    "person_job_role",
    Base.metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("job_role_id", ForeignKey("job_role.id"), primary_key=True, index=True),
)


class Person(Base):
    """A member of staff; `hours` and `allowance_cents` are what a year's plan may use."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("hours >= 0", name="hours"),
        CheckConstraint("allowance_cents >= 0", name="allowance_cents"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), unique=True
    )
    name: Mapped[str] = mapped_column(String(120), index=True)
    # For the files of others; a name is no key.
    employee_number: Mapped[str | None] = mapped_column(String(64), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    leaving_on: Mapped[date | None]
    hours: Mapped[float] = mapped_column(Hours, default=0)
    allowance_cents: Mapped[Cents | None]

    unit: Mapped[Unit] = relationship()
    user: Mapped[User | None] = relationship()
    job_roles: Mapped[list["JobRole"]] = relationship(
        secondary=person_job_role, order_by="JobRole.title"
    )

    @property
    def scope_path(self) -> str:
        return self.unit.path

    @property
    def owner_id(self) -> int | None:
        return self.user_id

    @property
    def works_here(self) -> bool:
        """Whether they are active, and not past their last day."""
        return self.active and (self.leaving_on is None or self.leaving_on >= clock.today())


class JobRole(Base):
    """A job role, shipped (no unit) or a unit's own, seen in that unit's subtree."""

    __tablename__ = "job_role"
    __table_args__ = (UniqueConstraint("unit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(120))
    reasoning: Mapped[str] = mapped_column(String(2000))

    targets: Mapped[list["Target"]] = relationship(
        back_populates="job_role", cascade="all, delete-orphan"
    )


class Target(Base):
    """The level that a job role wants of an indicator, and how much it weighs.

    The full weight counts up to `level` ("at least"), half of it up to `good_enough`.
    """

    __tablename__ = "target"
    __table_args__ = (
        CheckConstraint("level between 1 and 4", name="level"),
        CheckConstraint("good_enough > level and good_enough <= 4", name="good_enough"),
        CheckConstraint("weight between 0 and 10", name="weight"),
    )

    job_role_id: Mapped[int] = mapped_column(
        ForeignKey("job_role.id", ondelete="CASCADE"), primary_key=True
    )
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    level: Mapped[int]
    good_enough: Mapped[int | None]
    weight: Mapped[int]

    job_role: Mapped[JobRole] = relationship(back_populates="targets")
    indicator: Mapped[Indicator] = relationship()
