"""What a district knows of prices: its own quotes, and its memberships of providers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.accounts.models import User
from pdplanner.catalog.models.offerings import Offering, Provider
from pdplanner.columns import Cents, Hours
from pdplanner.extensions import Base
from pdplanner.organization.models import Unit


class Quote(Base):
    """What a district knows of an offering better than the catalog: its price, its hours.

    Either fact may stand alone; each carries source, date and the person who entered it.
    """

    __tablename__ = "quote"
    __table_args__ = (
        UniqueConstraint("offering_id", "unit_id"),
        CheckConstraint("price_cents >= 0", name="price_cents"),
        CheckConstraint("hours >= 0", name="hours"),
        CheckConstraint("travel_cents >= 0", name="travel_cents"),
        CheckConstraint(
            "(cohort_price_cents is null) = (cohort_seats is null)", name="cohort_price_cents"
        ),
        CheckConstraint("cohort_seats > 0", name="cohort_seats"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    price_cents: Mapped[Cents | None]
    price_source: Mapped[str] = mapped_column(String(500), default="")
    price_quoted_on: Mapped[date | None]
    price_quoted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL")
    )
    hours: Mapped[float | None] = mapped_column(Hours)
    hours_source: Mapped[str] = mapped_column(String(500), default="")
    hours_quoted_on: Mapped[date | None]
    hours_quoted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL")
    )
    # Travel and other costs of one place.
    travel_cents: Mapped[Cents] = mapped_column(default=0)
    # A flat price for up to so many seats.
    cohort_price_cents: Mapped[Cents | None]
    cohort_seats: Mapped[int | None]
    entered_at: Mapped[datetime]

    offering: Mapped[Offering] = relationship()
    unit: Mapped[Unit] = relationship()
    price_quoted_by: Mapped[User | None] = relationship(foreign_keys=[price_quoted_by_id])
    hours_quoted_by: Mapped[User | None] = relationship(foreign_keys=[hours_quoted_by_id])

    owner_id = None

    @property
    def scope_path(self) -> str:
        return self.unit.path


class Membership(Base):
    """A district's membership of a provider: it is held, or could be had at a price, or both.

    The price is that of a year; None is unknown. Held without a last day is held for good.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("provider_id", "unit_id"),
        CheckConstraint("price_cents >= 0", name="price_cents"),
        CheckConstraint("held or held_until is null", name="held_until"),
        CheckConstraint("held or price_cents is not null", name="held"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    held: Mapped[bool]
    held_until: Mapped[date | None]
    price_cents: Mapped[Cents | None]
    source: Mapped[str] = mapped_column(String(500))
    quoted_on: Mapped[date]
    quoted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    entered_at: Mapped[datetime]

    provider: Mapped[Provider] = relationship()
    unit: Mapped[Unit] = relationship()
    quoted_by: Mapped[User | None] = relationship()

    owner_id = None

    @property
    def scope_path(self) -> str:
        return self.unit.path
