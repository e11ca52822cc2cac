"""Fiscal years with their terms, and funds: the money that plans may use."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.accounts.models import User
from pdplanner.budgets.models.approvals import UnitApproval
from pdplanner.budgets.models.rules import (
    FundArea,
    FundJobRole,
    FundProvider,
    FundRefusedFormat,
    FundUnit,
)
from pdplanner.columns import Cents, Hours
from pdplanner.extensions import Base
from pdplanner.organization.models import Unit


class FiscalYear(Base):
    """A district's fiscal year, from its first to its last day."""

    __tablename__ = "fiscal_year"
    __table_args__ = (
        UniqueConstraint("unit_id", "starts_on"),
        CheckConstraint("ends_on > starts_on", name="ends_on"),
        CheckConstraint("finance_above_cents >= 0", name="finance_above_cents"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # A request above this needs the business office after the director; None: none does. A unit
    # may have another sum.
    finance_above_cents: Mapped[Cents | None]
    # Since when the ledger takes no entry of its funds.
    closed_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()
    unit_approvals: Mapped[list[UnitApproval]] = relationship(cascade="all, delete-orphan")

    owner_id = None

    @property
    def scope_path(self) -> str:
        return self.unit.path

    def finance_above(self, unit: Unit) -> int | None:
        """The sum above which the business office approves for a unit's people; None: never."""
        above = [each for each in self.unit_approvals if unit.path.startswith(each.unit.path)]
        nearest = max(above, key=lambda each: len(each.unit.path), default=self)
        return nearest.finance_above_cents

    @property
    def title(self) -> str:
        """2026–27, or 2027 where the year ends as it began."""
        first, last = self.starts_on.year, self.ends_on.year
        return str(first) if first == last else f"{first}–{last % 100:02d}"


class YearEventKind(StrEnum):
    CLOSED = "closed"
    REOPENED = "reopened"


class YearEvent(Base):
    """Who closed a fiscal year or opened it again, and when."""

    __tablename__ = "year_event"
    __table_args__ = (CheckConstraint("kind in ('closed', 'reopened')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year_id: Mapped[int] = mapped_column(
        ForeignKey("fiscal_year.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime]

    by: Mapped[User | None] = relationship()


class SchoolTerm(Base):
    """A part of a fiscal year; `hours` are the most that one person may spend in its runs."""

    __tablename__ = "school_term"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_on"),
        CheckConstraint("hours >= 0", name="hours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year_id: Mapped[int] = mapped_column(
        ForeignKey("fiscal_year.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    hours: Mapped[float | None] = mapped_column(Hours)

    fiscal_year: Mapped[FiscalYear] = relationship()

    owner_id = None

    @property
    def scope_path(self) -> str:
        return self.fiscal_year.scope_path


class Fund(Base):
    """Money of a unit for a fiscal year, in whole cents."""

    __tablename__ = "fund"
    __table_args__ = (
        UniqueConstraint("unit_id", "fiscal_year_id", "name"),
        CheckConstraint("cap in ('block', 'warn')", name="cap"),
        CheckConstraint("allocated_cents >= 0", name="allocated_cents"),
        CheckConstraint("encumbered_cents >= 0", name="encumbered_cents"),
        CheckConstraint("spent_cents >= 0", name="spent_cents"),
        CheckConstraint(
            "cap = 'warn' or encumbered_cents + spent_cents <= allocated_cents",
            name="not_overspent",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    fiscal_year_id: Mapped[int] = mapped_column(ForeignKey("fiscal_year.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(120))
    account_code: Mapped[str] = mapped_column(String(64), default="")
    cap: Mapped[str] = mapped_column(String(8))
    spend_by: Mapped[date]
    allocated_cents: Mapped[Cents]
    encumbered_cents: Mapped[Cents] = mapped_column(default=0)
    spent_cents: Mapped[Cents] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(500), default="")
    # Whether what is left when the year closes goes on into the next one.
    carries_over: Mapped[bool] = mapped_column(default=False)
    # Whether it leaves travel, lodging and meals to other funds.
    refuses_travel: Mapped[bool] = mapped_column(default=False)

    unit: Mapped[Unit] = relationship()
    fiscal_year: Mapped[FiscalYear] = relationship()
    areas: Mapped[list[FundArea]] = relationship(cascade="all, delete-orphan")
    refused_formats: Mapped[list[FundRefusedFormat]] = relationship(cascade="all, delete-orphan")
    providers: Mapped[list[FundProvider]] = relationship(cascade="all, delete-orphan")
    units: Mapped[list[FundUnit]] = relationship(cascade="all, delete-orphan")
    job_roles: Mapped[list[FundJobRole]] = relationship(cascade="all, delete-orphan")

    owner_id = None

    @property
    def scope_path(self) -> str:
        return self.unit.path

    @property
    def named(self) -> str:
        """Its name, with its unit where that is not the district: other units may have the same."""
        at_district = self.unit_id == self.fiscal_year.unit_id
        return self.name if at_district else f"{self.name} ({self.unit.name})"

    @property
    def lasts_into_next(self) -> bool:
        """Whether what is left of it goes on into the next year, once its own is closed."""
        return self.carries_over and self.spend_by >= self.fiscal_year.ends_on

    @property
    def available_cents(self) -> int:
        return self.allocated_cents - self.encumbered_cents - self.spent_cents
