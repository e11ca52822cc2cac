"""The values of each facet as the page offers them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pdplanner.catalog.formats import LABELS
from pdplanner.catalog.queries import Counts
from pdplanner.catalog.search import HOURS, Search
from pdplanner.frameworks.models import Indicator


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    number: int
    chosen: bool


@dataclass(frozen=True)
class Facets:
    areas: list[Choice]
    indicators: list[tuple[str, list[Choice]]]
    """By skill area."""
    formats: list[Choice]
    prices: dict[str, Choice]
    hours: list[Choice]
    providers: list[Choice]
    needs_quote: Choice


def facets(search: Search, counts: Counts, taught: Sequence[Indicator]) -> Facets:
    areas = {each.area.code: each.area.title for each in taught}
    prices = [("free", "Free"), ("upto", "Up to"), ("unknown", "Unknown")]
    hours = [(str(limit), f"Up to {limit} h") for limit in HOURS] + [("unknown", "Unknown")]
    providers = [(name, name) for name in sorted(counts.values("provider"), key=str.casefold)]
    return Facets(
        areas=_choices(counts, "area", areas.items(), search.areas),
        indicators=_by_area(search, counts, taught),
        formats=_choices(counts, "format", LABELS.items(), search.formats),
        prices={p.value: p for p in _offered(counts, "price", prices, [search.price])},
        hours=_offered(counts, "hours", hours, [search.hours]),
        providers=_choices(counts, "provider", providers, [search.provider]),
        needs_quote=Choice("1", "Needs a quote", counts.of("quote", "needed"), search.needs_quote),
    )


def _by_area(
    search: Search, counts: Counts, taught: Sequence[Indicator]
) -> list[tuple[str, list[Choice]]]:
    groups = [
        (f"{area.code} {area.title}", [(each.code, f"{each.code} {each.title}") for each in group])
        for area, group in groupby(taught, lambda each: each.area)
    ]
    known = {each.code for each in taught}
    if search.indicator and search.indicator not in known:
        groups.append(("In no offering", [(search.indicator, search.indicator)]))
    chosen = [search.indicator]
    offered = [(title, _shown(counts, "indicator", values, chosen)) for title, values in groups]
    return [(title, choices) for title, choices in offered if choices]


def _choices(
    counts: Counts, facet: str, values: Iterable[tuple[str, str]], chosen: Sequence[str]
) -> list[Choice]:
    """Offer what would show something; what is chosen stays, even where nothing is known of it."""
    known = list(values)
    names = {value for value, _label in known}
    unknown = [(value, value) for value in chosen if value and value not in names]
    return _shown(counts, facet, known + unknown, chosen)


def _shown(
    counts: Counts, facet: str, values: Iterable[tuple[str, str]], chosen: Sequence[str]
) -> list[Choice]:
    return [each for each in _offered(counts, facet, values, chosen) if each.number or each.chosen]


def _offered(
    counts: Counts, facet: str, values: Iterable[tuple[str, str]], chosen: Sequence[str]
) -> list[Choice]:
    return [
        Choice(value, label, counts.of(facet, value), value in chosen) for value, label in values
    ]
