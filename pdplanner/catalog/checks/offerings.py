"""Checks of the offering files against each other and the frameworks."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from pdplanner.catalog.checks.documents import misdated, misnamed, repeated
from pdplanner.datafiles import Document

Placed = tuple[str, Document]


def problems(documents: Mapping[str, Document], known: set[str]) -> Iterator[str]:
    """Yield what is wrong; `known`: the indicator codes of all frameworks."""
    for name, document in documents.items():
        yield from misnamed(name, provider_slug(document["provider"]))
    offerings = list(_placed(documents))
    yield from _repeated_codes(offerings)
    for place, offering in offerings:
        yield from misdated(place, offering)
        yield from _price_problems(place, offering)
        yield from _exam_problems(place, offering)
        yield from _tag_problems(place, offering, known)
        yield from _waiver_problems(place, offering, known)
    yield from _unknown_requirements(offerings)
    yield from _requirement_cycles(offerings)


def taught_indicators(documents: Mapping[str, Document]) -> set[str]:
    return {tag["indicator"] for _, offering in _placed(documents) for tag in offering["teaches"]}


def provider_slug(provider: str) -> str:
    """Make a file name of a provider's name; what stands in parentheses is left out."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", "", provider))
    letters = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _placed(documents: Mapping[str, Document]) -> Iterator[Placed]:
    for name, document in documents.items():
        for n, offering in enumerate(document["offerings"]):
            yield f"{name}: offerings[{n}] ({offering['code']})", offering


def _repeated_codes(offerings: list[Placed]) -> Iterator[str]:
    first: dict[str, str] = {}
    for place, offering in offerings:
        earlier = first.setdefault(offering["code"], place)
        if earlier != place:
            yield f"{place}: the code stands already at {earlier}"


def _price_problems(place: str, offering: Document) -> Iterator[str]:
    price, member = offering["price_usd"], offering["member_price_usd"]
    if price is not None and member is not None and member > price:
        yield f"{place}: member_price_usd {member} is above price_usd {price}"
    if offering["source"] is None and (price is not None or member is not None):
        yield f"{place}: a price is given, but no source"


def _exam_problems(place: str, offering: Document) -> Iterator[str]:
    """An exam teaches nothing while it is sat, so its hours must be preparation."""
    exam = offering["format"] == "certification-exam"
    if not exam and "sitting_hours" in offering:
        yield f"{place}: sitting_hours is for the format certification-exam alone"
    explained = re.search("prepar|study", offering.get("hours_note", ""), re.IGNORECASE)
    if exam and offering["hours"] is not None and not explained:
        yield f"{place}: an exam with hours needs an hours_note on its preparation"


def _tag_problems(place: str, offering: Document, known: set[str]) -> Iterator[str]:
    for n, tag in enumerate(offering["teaches"]):
        start = f"{place}: teaches[{n}] ({tag['indicator']})"
        if tag["indicator"] not in known:
            yield f"{start}: no framework has this indicator"
        if tag["from"] >= tag["level"]:
            yield f"{start}: from {tag['from']} must be below level {tag['level']}"
    for code in repeated(tag["indicator"] for tag in offering["teaches"]):
        yield f"{place}: {code} is tagged several times"


def _waiver_problems(place: str, offering: Document, known: set[str]) -> Iterator[str]:
    if "unless" not in offering:
        return
    if "requires" not in offering:
        yield f"{place}: unless is given, but nothing is required"
    if offering["unless"]["indicator"] not in known:
        indicator = offering["unless"]["indicator"]
        yield f"{place}: unless ({indicator}): no framework has this indicator"


def _unknown_requirements(offerings: list[Placed]) -> Iterator[str]:
    codes = {offering["code"] for _, offering in offerings}
    for place, offering in offerings:
        for code in offering.get("requires", ()):
            if code not in codes:
                yield f'{place}: requires "{code}", but no offering has this code'


def _requirement_cycles(offerings: list[Placed]) -> Iterator[str]:
    """Name cycles one by one, cutting each at one place to find the next."""
    required = {o["code"]: set(o.get("requires", ())) for _, o in offerings}
    places = {offering["code"]: place for place, offering in offerings}
    while True:
        try:
            TopologicalSorter(required).prepare()
        except CycleError as error:
            cycle: list[str] = error.args[1]
            path = " requires ".join(reversed(cycle))
            yield f"{places[cycle[-1]]}: a cycle, {path}"
            required[cycle[1]].discard(cycle[0])
        else:
            return
