"""Frameworks: categories, skill areas and indicators, in their published order."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.extensions import Base


class Framework(Base):
    """What people (kind individual) or school systems (kind organization) are assessed on."""

    __tablename__ = "framework"
    __table_args__ = (CheckConstraint("kind in ('individual', 'organization')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(500))

    categories: Mapped[list["Category"]] = relationship(
        back_populates="framework", order_by="Category.position", cascade="all, delete-orphan"
    )


class Category(Base):
    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("framework_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]

    framework: Mapped[Framework] = relationship(back_populates="categories")
    areas: Mapped[list["SkillArea"]] = relationship(
        back_populates="category", order_by="SkillArea.position", cascade="all, delete-orphan"
    )


class SkillArea(Base):
    """A skill area; `short` heads its column in a heat map."""

    __tablename__ = "skill_area"
    __table_args__ = (UniqueConstraint("framework_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id", ondelete="CASCADE"))
    category_id: Mapped[int] = mapped_column(
        ForeignKey("category.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(200))
    short: Mapped[str] = mapped_column(String(16))
    summary: Mapped[str] = mapped_column(String(1000))
    position: Mapped[int]

    category: Mapped[Category] = relationship(back_populates="areas")
    indicators: Mapped[list["Indicator"]] = relationship(
        back_populates="area", order_by="Indicator.position", cascade="all, delete-orphan"
    )


class Indicator(Base):
    """One indicator; positions run through the whole framework."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("framework_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id", ondelete="CASCADE"))
    area_id: Mapped[int] = mapped_column(
        ForeignKey("skill_area.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(80))
    statement: Mapped[str] = mapped_column(String(1000))
    position: Mapped[int]

    area: Mapped[SkillArea] = relationship(back_populates="indicators")
