"""What funds pay for: each table is a list, and an empty list leaves nothing out."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.catalog.models import Provider
from pdplanner.extensions import Base
from pdplanner.frameworks.models import SkillArea
from pdplanner.organization.models import JobRole, Unit


class FundArea(Base):
    """The fund pays only for offerings that teach one of its areas."""

    __tablename__ = "fund_area"

    fund_id: Mapped[int] = mapped_column(
        ForeignKey("fund.id", ondelete="CASCADE"), primary_key=True
    )
    area_id: Mapped[int] = mapped_column(ForeignKey("skill_area.id"), primary_key=True)

    area: Mapped[SkillArea] = relationship()


class FundRefusedFormat(Base):
    """The fund does not pay for this format of offering."""

    __tablename__ = "fund_refused_format"

    fund_id: Mapped[int] = mapped_column(
        ForeignKey("fund.id", ondelete="CASCADE"), primary_key=True
    )
    format: Mapped[str] = mapped_column(String(32), primary_key=True)


class FundProvider(Base):
    """The fund pays only for offerings of one of its providers."""

    __tablename__ = "fund_provider"

    fund_id: Mapped[int] = mapped_column(
        ForeignKey("fund.id", ondelete="CASCADE"), primary_key=True
    )
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), primary_key=True)

    provider: Mapped[Provider] = relationship()


class FundUnit(Base):
    """The fund pays only for people of one of its units, or below it."""

    __tablename__ = "fund_unit"

    fund_id: Mapped[int] = mapped_column(
        ForeignKey("fund.id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True
    )

    unit: Mapped[Unit] = relationship()


class FundJobRole(Base):
    """The fund pays only for people who hold one of its job roles."""

    __tablename__ = "fund_job_role"

    fund_id: Mapped[int] = mapped_column(
        ForeignKey("fund.id", ondelete="CASCADE"), primary_key=True
    )
    job_role_id: Mapped[int] = mapped_column(
        ForeignKey("job_role.id", ondelete="CASCADE"), primary_key=True
    )

    job_role: Mapped[JobRole] = relationship()
