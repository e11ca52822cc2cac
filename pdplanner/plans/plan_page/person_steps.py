"""One person's steps to their targets in a plan: what closes each, what stays open and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from pdplanner.catalog.queries.offerings import titles_of
from pdplanner.plans.plan_page.open_gaps import CAUSES, named_indicators
from pdplanner.plans.planner.report import Report
from pdplanner.plans.planner.report_figures import EXPECTED, PLANNED, Step


class StepWords(NamedTuple):
    """A level with what closes its step: "Network basics", or "open: money"."""

    level: int
    words: str
    open: bool


@dataclass(frozen=True, kw_only=True)
class Path:
    """The steps of an indicator in order, from the level that the person is rated at."""

    code: str
    title: str
    steps: Sequence[StepWords]

    @property
    def held(self) -> int:
        return self.steps[0].level - 1


def paths_of(report: Report, person_id: int) -> list[Path]:
    """The person's indicators with a gap, in the framework's order."""
    steps = report.steps_of(person_id)
    by_indicator = {
        indicator_id: list(found)
        for indicator_id, found in groupby(steps, key=attrgetter("indicator_id"))
    }
    if not by_indicator:
        return []
    titles = titles_of({each.offering_id for each in steps if each.offering_id is not None})
    return [
        Path(
            code=named.code,
            title=named.title,
            steps=[_words(each, titles) for each in by_indicator[named.id]],
        )
        for named in named_indicators(by_indicator)
    ]


def _words(step: Step, titles: dict[int, str]) -> StepWords:
    title = titles.get(step.offering_id or 0, "an offering that is gone")
    if step.how == PLANNED:
        return StepWords(step.level, title, open=False)
    if step.how == EXPECTED:
        return StepWords(step.level, f"expected of {title}", open=False)
    return StepWords(step.level, f"open: {CAUSES[step.how].lower()}", open=True)
