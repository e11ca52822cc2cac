"""The gaps that each offering of a plan closes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pdplanner.plans.plan_page.open_gaps import named_indicators
from pdplanner.plans.planner.report import Report
from pdplanner.plans.planner.report_figures import PLANNED, Step
from pdplanner.web.word_lists import first_few


class Closed(NamedTuple):
    """Points (tenths) of an indicator that an offering closes; `people` are names in a row."""

    code: str
    title: str
    points: int
    people: str


def closed_by_offering(report: Report, names: Mapping[int, str]) -> Mapping[int, Sequence[Closed]]:
    """By offering id, the most points first; they add up to the points of its lines.

    `names` are those of the people, by their ids.
    """
    found: dict[int, dict[int, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for person, steps in report.steps.items():
        for step in (Step(*each) for each in steps):
            if step.how == PLANNED and step.offering_id is not None:
                found[step.offering_id][step.indicator_id].append((person, step.points))
    named = named_indicators({one for by_indicator in found.values() for one in by_indicator})
    return {
        offering_id: sorted(
            (
                Closed(
                    each.code,
                    each.title,
                    sum(points for _, points in by_indicator[each.id]),
                    _named([int(person) for person, _ in by_indicator[each.id]], names),
                )
                for each in named
                if each.id in by_indicator
            ),
            key=lambda one: -one.points,
        )
        for offering_id, by_indicator in found.items()
    }


def _named(people: Sequence[int], names: Mapping[int, str]) -> str:
    found = {names.get(each, "somebody who is gone") for each in people}
    return first_few(sorted(found, key=str.casefold))
