"""Studies of a built scenario: what it rests on, one question and its answer a row."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pdplanner.extensions import Base


class Study(Base):
    """One question of a plan, answered by the worker; `answer` is JSON, None while it waits.

    `subject` says of what: a percentage, a fund, a person, a rule, the number of a draw. The
    JSON `null` is the answer of a search that its limits ended.
    """

    __tablename__ = "study"
    __table_args__ = (
        CheckConstraint(
            "kind in ('free', 'curve', 'enough', 'more', 'cut', 'rule', 'entry', 'departure',"
            " 'draw', 'doubts')",
            name="kind",
        ),
    )

    scenario_id: Mapped[int] = mapped_column(
        ForeignKey("scenario.id", ondelete="CASCADE"), primary_key=True
    )
    # The place in the order in which they are answered.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # The version of the scenario that was studied: another one makes the answer void.
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(80))
    answer: Mapped[str | None] = mapped_column(Text)
    # When it was asked or answered.
    changed_at: Mapped[datetime]
