"""Self-assessments, reviews, and the levels that follow from both."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    case,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pdplanner.accounts.models import User
from pdplanner.extensions import Base
from pdplanner.frameworks.models import Framework, Indicator
from pdplanner.organization.models import Person

LONGEST_EVIDENCE = 200


class SelfAssessment(Base):
    """A person's ratings; a draft until submitted, and then kept as it is."""

    __tablename__ = "self_assessment"
    __table_args__ = (
        Index(
            "uq_self_assessment_draft",
            "person_id",
            "framework_id",
            unique=True,
            sqlite_where=text("submitted_at is null"),
            postgresql_where=text("submitted_at is null"),
        ),
        Index("ix_self_assessment_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"))
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    framework: Mapped[Framework] = relationship()
    ratings: Mapped[list["Rating"]] = relationship(
        back_populates="assessment", cascade="all, delete-orphan"
    )

    @property
    def scope_path(self) -> str | None:
        """A draft stands at no unit: its owner alone sees it."""
        return self.person.unit.path if self.submitted_at else None

    @property
    def owner_id(self) -> int | None:
        return self.person.user_id


class Rating(Base):
    """One rating: a level with its evidence, or not applicable (level None) with the reason.

    A draft keeps both lines, so that another choice loses neither.
    """

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("assessment_id", "indicator_id"),
        CheckConstraint("level between 0 and 4", name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("self_assessment.id", ondelete="CASCADE"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    level: Mapped[int | None]
    # Named anew in the database, where a column "evidence" held the reasons too.
    evidence: Mapped[str] = mapped_column(
        "shown_by", String(LONGEST_EVIDENCE), key="evidence", default=""
    )
    reason: Mapped[str] = mapped_column(String(LONGEST_EVIDENCE), default="")
    rated_at: Mapped[datetime]

    assessment: Mapped[SelfAssessment] = relationship(back_populates="ratings")
    indicator: Mapped[Indicator] = relationship()

    @hybrid_property
    def text(self) -> str:
        """The line that goes with its level: what shows it, or why it is not applicable."""
        return self.reason if self.level is None else self.evidence

    @text.inplace.expression
    @classmethod
    def _text(cls) -> ColumnElement[str]:
        return case((cls.level.is_(None), cls.reason), else_=cls.evidence)


class Review(Base):
    """A supervisor's ratings of a person; `agreed` where both settled on them together."""

    __tablename__ = "review"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reviewed_on: Mapped[date]
    agreed: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship()
    reviewer: Mapped[User | None] = relationship()
    ratings: Mapped[list["ReviewRating"]] = relationship(
        back_populates="review", cascade="all, delete-orphan"
    )


class ReviewRating(Base):
    __tablename__ = "review_rating"
    __table_args__ = (CheckConstraint("level between 0 and 4", name="level"),)

    review_id: Mapped[int] = mapped_column(
        ForeignKey("review.id", ondelete="CASCADE"), primary_key=True
    )
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    level: Mapped[int]
    note: Mapped[str] = mapped_column(String(LONGEST_EVIDENCE), default="")

    review: Mapped[Review] = relationship(back_populates="ratings")


class CurrentLevel(Base):
    """The level that counts for a person and an indicator from `since` to before `until`.

    Rows follow from self-assessments and reviews by `levels.timeline` and are written by
    `services.settle` alone; level None means not applicable. The rule is decision 0003.
    """

    __tablename__ = "current_level"
    __table_args__ = (
        CheckConstraint("level between 0 and 4", name="level"),
        CheckConstraint("source in ('self', 'review')", name="source"),
        CheckConstraint("until > since", name="until"),
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date | None]
    level: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(8))
    rated_on: Mapped[date]
    stale_on: Mapped[date]
