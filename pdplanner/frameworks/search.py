"""Finds indicators by code and by words, in the order of their framework."""

from collections.abc import Sequence
from dataclasses import dataclass

from pdplanner.frameworks.models import Category, Framework, Indicator, SkillArea


@dataclass(frozen=True)
class AreaListing:
    area: SkillArea
    indicators: Sequence[Indicator]


@dataclass(frozen=True)
class CategoryListing:
    category: Category
    areas: Sequence[AreaListing]


@dataclass(frozen=True)
class Listing:
    """What a search left of a framework; categories and areas without a match are absent."""

    categories: Sequence[CategoryListing]
    total: int

    @property
    def areas(self) -> Sequence[AreaListing]:
        return [each for category in self.categories for each in category.areas]

    @property
    def count(self) -> int:
        return sum(len(each.indicators) for each in self.areas)


def listing(framework: Framework, text: str) -> Listing:
    """List the indicators that hold every word of the text; no text lists them all."""
    words = [word for word in text.casefold().split() if word.strip(".")]
    found = (_of_category(category, words) for category in framework.categories)
    total = sum(len(a.indicators) for c in framework.categories for a in c.areas)
    return Listing([each for each in found if each.areas], total)


def _of_category(category: Category, words: Sequence[str]) -> CategoryListing:
    found = (
        AreaListing(area, [each for each in area.indicators if _holds(each, words)])
        for area in category.areas
    )
    return CategoryListing(category, [each for each in found if each.indicators])


def _holds(indicator: Indicator, words: Sequence[str]) -> bool:
    text = f"{indicator.title} {indicator.statement}".casefold()
    return all(word in text or _begins(indicator.code, word) for word in words)


def _begins(code: str, word: str) -> bool:
    """Whether a code is the word or lies below it: I.A finds I.A.1, not II.A.1 or I.AB.1."""
    return f"{code.casefold()}.".startswith(f"{word.rstrip('.')}.")
