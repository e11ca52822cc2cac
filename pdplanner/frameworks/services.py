from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from typing import Any, Protocol, TypeVar

from pdplanner.extensions import db
from pdplanner.frameworks import queries
from pdplanner.frameworks.models import Category, Framework, Indicator, SkillArea


class FrameworkError(Exception):
    """A document cannot become the framework that is loaded under its code."""


class _Entry(Protocol):
    code: Any
    position: Any


T = TypeVar("T", bound=_Entry)


def load_framework(document: dict[str, Any]) -> Framework:
    """Load a framework's document, or bring the loaded one up to it; codes are the keys.

    What people were rated on stays: a code that the document has lost refuses the whole load.
    """
    found = queries.framework(document["code"])
    framework = found or Framework(code=document["code"], categories=[])
    _refuse_lost_codes(framework, document)
    framework.title = document["title"]
    framework.version = document["version"]
    framework.kind = document["kind"]
    framework.source = document["source"]
    db.session.add(framework)
    db.session.flush()
    _load_categories(framework, document["categories"])
    db.session.flush()
    return framework


def _load_categories(framework: Framework, entries: Sequence[dict[str, Any]]) -> None:
    area_positions, indicator_positions = count(1), count(1)
    new_area = partial(SkillArea, framework_id=framework.id)
    for category, entry in _merged(framework.categories, entries, Category, count(1)):
        category.title = entry["title"]
        areas = _merged(category.areas, entry["areas"], new_area, area_positions)
        for area, area_entry in areas:
            area.title, area.short = area_entry["title"], area_entry["short"]
            area.summary = area_entry["summary"]
            _load_indicators(area, area_entry["indicators"], indicator_positions)


def _load_indicators(
    area: SkillArea, entries: Sequence[dict[str, Any]], positions: Iterator[int]
) -> None:
    new = partial(Indicator, framework_id=area.framework_id)
    for indicator, entry in _merged(area.indicators, entries, new, positions):
        indicator.title, indicator.statement = entry["title"], entry["statement"]


def _merged(
    held: list[T],
    entries: Sequence[dict[str, Any]],
    new: Callable[[], T],
    positions: Iterator[int],
) -> Iterator[tuple[T, dict[str, Any]]]:
    """Yield the row of each entry, found by its code or added, with its position set."""
    by_code = {row.code: row for row in held}
    for entry in entries:
        row = by_code.get(entry["code"]) or new()
        row.code, row.position = entry["code"], next(positions)
        if entry["code"] not in by_code:
            held.append(row)
        yield row, entry


def _refuse_lost_codes(framework: Framework, document: dict[str, Any]) -> None:
    lost = sorted(_held_codes(framework) - _codes(document))
    if lost:
        raise FrameworkError(
            f"{framework.code}: {', '.join(lost)} is loaded, but the document has lost it;"
            " give a framework with other indicators a code of its own."
        )


def _held_codes(framework: Framework) -> set[str]:
    areas = [area for category in framework.categories for area in category.areas]
    return {
        *(category.code for category in framework.categories),
        *(area.code for area in areas),
        *(indicator.code for area in areas for indicator in area.indicators),
    }


def _codes(document: dict[str, Any]) -> set[str]:
    areas = [area for category in document["categories"] for area in category["areas"]]
    return {
        *(category["code"] for category in document["categories"]),
        *(area["code"] for area in areas),
        *(indicator["code"] for area in areas for indicator in area["indicators"]),
    }
