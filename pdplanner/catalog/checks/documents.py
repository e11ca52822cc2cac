"""Checks that every kind of document needs."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import PurePath

from pdplanner.datafiles import Document


def misnamed(name: str, stem: str) -> Iterator[str]:
    if PurePath(name).stem != stem:
        yield f"{name}: expected the file name {stem}.yaml"


def misdated(place: str, document: Document) -> Iterator[str]:
    """Refuse a day such as 2021-02-30, which the schema's pattern lets through."""
    as_of = document["as_of"]
    if as_of is not None and len(as_of) == len("2021-02-28"):
        try:
            date.fromisoformat(as_of)
        except ValueError:
            yield f"{place}: as_of {as_of} is no day of the calendar"


def repeated(texts: Iterable[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]
