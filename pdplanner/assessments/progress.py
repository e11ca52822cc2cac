"""How far a self-assessment is, over all indicators of its framework."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from sqlalchemy import and_, select

from pdplanner.assessments.models import Rating, SelfAssessment
from pdplanner.assessments.scale import lacks_text
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator, SkillArea


@dataclass(frozen=True)
class Mark:
    """An indicator's place in a self-assessment, and its rating there, if any."""

    indicator_id: int
    code: str
    title: str
    area_code: str
    area_title: str
    rated: bool
    level: int | None
    evidence: str
    reason: str
    asked: bool

    @property
    def anchor(self) -> str:
        """Its id on the page; a dot would need escaping in a selector."""
        return anchor(self.code)

    @property
    def lacks_text(self) -> bool:
        line = self.reason if self.level is None else self.evidence
        return self.rated and lacks_text(self.level, line)


@dataclass(frozen=True)
class Stage:
    """One area, and which of its indicators are rated."""

    code: str
    title: str
    marks: Sequence[Mark]

    @cached_property
    def rated(self) -> int:
        return sum(mark.rated for mark in self.marks)

    @property
    def total(self) -> int:
        return len(self.marks)

    def mark(self, code: str) -> Mark | None:
        return next((mark for mark in self.marks if mark.code == code), None)

    @property
    def open(self) -> bool:
        """Whether it has something to rate yet, of what the role asks for."""
        return any(mark.asked and not mark.rated for mark in self.marks)


@dataclass(frozen=True)
class Progress:
    """How far a self-assessment is; `profiled` says whether the person's roles ask for anything."""

    stages: Sequence[Stage]
    profiled: bool

    @cached_property
    def marks(self) -> Sequence[Mark]:
        return [mark for stage in self.stages for mark in stage.marks]

    @cached_property
    def rated(self) -> int:
        return sum(stage.rated for stage in self.stages)

    @property
    def total(self) -> int:
        return len(self.marks)

    @cached_property
    def asked(self) -> Sequence[Mark]:
        return [mark for mark in self.marks if mark.asked]

    @property
    def asked_rated(self) -> int:
        return sum(mark.rated for mark in self.asked)

    @property
    def unrated(self) -> Sequence[Mark]:
        return [mark for mark in self.asked if not mark.rated]

    @property
    def lacking(self) -> Sequence[Mark]:
        """What holds the submission up: no evidence at 3 and 4, no reason at not applicable."""
        return [mark for mark in self.marks if mark.lacks_text]

    @property
    def next_stage(self) -> Stage | None:
        return next((stage for stage in self.stages if stage.open), None)

    def stage(self, area_code: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.code == area_code), None)

    def number(self, stage: Stage) -> int:
        return self.stages.index(stage) + 1

    def neighbours(self, area_code: str) -> tuple[Stage | None, Stage | None]:
        """The areas before and after one."""
        codes = [stage.code for stage in self.stages]
        at = codes.index(area_code)
        return (
            self.stages[at - 1] if at else None,
            self.stages[at + 1] if at + 1 < len(codes) else None,
        )


def anchor(code: str) -> str:
    return code.replace(".", "-")


def progress_of(assessment: SelfAssessment, aims: Collection[int]) -> Progress:
    """Return every indicator of the framework with its rating, in one query.

    `aims` holds the ids of the indicators that the person's roles aim at; without any, all are
    asked alike.
    """
    its_own = and_(Rating.indicator_id == Indicator.id, Rating.assessment_id == assessment.id)
    marks = (
        select(
            Indicator.id, Indicator.code, Indicator.title, SkillArea.code, SkillArea.title,
            Rating.id.is_not(None), Rating.level, Rating.evidence, Rating.reason,
        )
        .join(SkillArea, SkillArea.id == Indicator.area_id)
        .outerjoin(Rating, its_own)
        .where(Indicator.framework_id == assessment.framework_id)
        .order_by(Indicator.position)
    )  # fmt: skip
    found = [
        Mark(*row[:7], row[7] or "", row[8] or "", asked=not aims or row[0] in aims)
        for row in db.session.execute(marks)
    ]
    by_area = groupby(found, key=lambda mark: (mark.area_code, mark.area_title))
    return Progress([Stage(*area, list(each)) for area, each in by_area], bool(aims))
