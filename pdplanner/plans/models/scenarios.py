"""Scenarios: what-if plans of a unit's people, their settings and what was built."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.catalog.models import Offering
from pdplanner.columns import Cents, Hours
from pdplanner.extensions import Base
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models.scenario_lines import ScenarioLine


class Status(StrEnum):
    """Where the building of a scenario stands."""

    WAITING = "waiting"
    BUILDING = "building"
    BUILT = "built"
    IMPOSSIBLE = "impossible"
    FAILED = "failed"


UNFINISHED = (Status.WAITING, Status.BUILDING)


class Scenario(Base):
    """A what-if plan of a unit's people: its settings, and the result once built.

    Value, bound and gap are in the engine's points, tenths of what people see.
    """

    __tablename__ = "scenario"
    __table_args__ = (
        CheckConstraint(
            "status in ('waiting', 'building', 'built', 'impossible', 'failed')", name="status"
        ),
        CheckConstraint("floor >= 0", name="floor"),
        CheckConstraint("hours >= 0", name="hours"),
        CheckConstraint("allowance_cents >= 0", name="allowance_cents"),
        CheckConstraint("away >= 0", name="away"),
        CheckConstraint("holders > 0", name="holders"),
        Index(
            "uq_scenario_workbench",
            "unit_id",
            "fiscal_year_id",
            "created_by_id",
            unique=True,
            sqlite_where=text("not saved"),
            postgresql_where=text("not saved"),
        ),
        # A page of a deleted plan must not act on one that has its number by now.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    fiscal_year_id: Mapped[int] = mapped_column(ForeignKey("fiscal_year.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    # Set once somebody saves it under a name; the director's workbench is the one that is not.
    saved: Mapped[bool] = mapped_column(default=False)
    adopted_at: Mapped[datetime | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    hours: Mapped[float | None] = mapped_column(Hours)
    allowance_cents: Mapped[Cents | None]
    # How many of one team may be away on the same day; None is no limit.
    away: Mapped[int | None]
    # Points as people see them, not the engine's tenths.
    floor: Mapped[int] = mapped_column(default=0)
    # How many are to hold an indicator at target when somebody leaves.
    holders: Mapped[int] = mapped_column(default=1)

    # Grows with every change of the settings: a build of older ones is thrown away.
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(16), default=Status.WAITING)
    # When the build was asked for or last taken up.
    asked_at: Mapped[datetime | None]
    built_at: Mapped[datetime | None]
    # How far a build is that has not ended: the best plan so far, and what no plan exceeds.
    best_value: Mapped[int | None]
    best_bound: Mapped[int | None]
    # Set by a director who has waited enough: the build ends with the best plan so far.
    stop_asked: Mapped[bool] = mapped_column(default=False)
    # The engine's problem and result, as files: the plan can be replayed and checked from them.
    # Long, and so read only where they are asked for.
    problem: Mapped[str | None] = mapped_column(Text, deferred=True)
    result: Mapped[str | None] = mapped_column(Text, deferred=True)
    # What the engine explains of the plan, as JSON: see `report.py`.
    report: Mapped[str | None] = mapped_column(Text, deferred=True)
    value: Mapped[int | None]
    bound: Mapped[int | None]
    total_gap: Mapped[int | None]
    cost_cents: Mapped[Cents | None]

    unit: Mapped[Unit] = relationship()
    fiscal_year: Mapped[FiscalYear] = relationship()
    budgets: Mapped[list["ScenarioFund"]] = relationship(cascade="all, delete-orphan")
    rules: Mapped[list["ScenarioRule"]] = relationship(cascade="all, delete-orphan")
    lines: Mapped[list[ScenarioLine]] = relationship(cascade="all, delete-orphan")

    owner_id = None

    @property
    def is_proven(self) -> bool:
        """Whether no plan closes more."""
        return self.value is not None and self.value == self.bound

    @property
    def scope_path(self) -> str:
        return self.unit.path


class ScenarioFund(Base):
    """The most that a scenario may spend of a fund, and what its plan does spend."""

    __tablename__ = "scenario_fund"
    __table_args__ = (CheckConstraint("limit_cents >= 0", name="limit_cents"),)

    scenario_id: Mapped[int] = mapped_column(
        ForeignKey("scenario.id", ondelete="CASCADE"), primary_key=True
    )
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), primary_key=True)
    limit_cents: Mapped[Cents]
    spent_cents: Mapped[Cents] = mapped_column(default=0)

    fund: Mapped[Fund] = relationship()


class ScenarioRule(Base):
    """A must-have (pin) or an exclusion, of an offering for one person or for everybody."""

    __tablename__ = "scenario_rule"
    __table_args__ = (
        UniqueConstraint("scenario_id", "offering_id", "person_id"),
        CheckConstraint("kind in ('pin', 'exclude')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id", ondelete="CASCADE"))
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))

    offering: Mapped[Offering] = relationship()
    person: Mapped[Person | None] = relationship()
