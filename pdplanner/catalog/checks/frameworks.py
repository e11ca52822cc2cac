"""Checks of the framework files."""

from collections.abc import Iterator, Mapping

from pdplanner.catalog.checks.documents import misdated, misnamed, repeated
from pdplanner.datafiles import Document

# Source: CoSN's framework document; indicators per area.
AREA_COUNTS = {
    "cosn-essential-skills": {
        "I.A": 11,
        "I.B": 10,
        "I.C": 10,
        "II.A": 6,
        "II.B": 7,
        "III.A": 7,
        "III.B": 4,
        "III.C": 8,
        "III.D": 4,
        "III.E": 5,
    },
}


def indicator_codes(framework: Document) -> Iterator[str]:
    for area in _areas(framework):
        yield from (indicator["code"] for indicator in area["indicators"])


def problems(frameworks: Mapping[str, Document]) -> Iterator[str]:
    for name, framework in frameworks.items():
        yield from misnamed(name, framework["code"])
        yield from misdated(name, framework)
        yield from _misplaced(name, framework["categories"], "areas")
        yield from _misplaced(name, _areas(framework), "indicators")
        yield from _repetitions(name, framework)
        yield from _miscounted(name, framework)


def untaught(frameworks: Mapping[str, Document], taught: set[str]) -> Iterator[str]:
    """Name the indicators of individual frameworks that no offering teaches."""
    for name, framework in frameworks.items():
        if framework["kind"] == "individual":
            for code in indicator_codes(framework):
                if code not in taught:
                    yield f"{name}: no offering teaches {code}"


def _areas(framework: Document) -> list[Document]:
    return [area for category in framework["categories"] for area in category["areas"]]


def _misplaced(name: str, parents: list[Document], children: str) -> Iterator[str]:
    for parent in parents:
        for child in parent[children]:
            if child["code"].rpartition(".")[0] != parent["code"]:
                yield f"{name}: {child['code']} stands under {parent['code']}"


def _repetitions(name: str, framework: Document) -> Iterator[str]:
    areas = _areas(framework)
    indicators = [indicator for area in areas for indicator in area["indicators"]]
    for kind, entries, keys in (
        ("categories", framework["categories"], ("code", "title")),
        ("areas", areas, ("code", "title", "short")),
        ("indicators", indicators, ("code", "title")),
    ):
        for key in keys:
            for text in repeated(entry[key] for entry in entries):
                yield f'{name}: several {kind} have the {key} "{text}"'


def _miscounted(name: str, framework: Document) -> Iterator[str]:
    expected = AREA_COUNTS.get(framework["code"])
    if expected is None:
        return
    found = {area["code"]: len(area["indicators"]) for area in _areas(framework)}
    for code in sorted(expected.keys() | found.keys()):
        if found.get(code, 0) != expected.get(code, 0):
            counts = f"{found.get(code, 0)} indicators, expected {expected.get(code, 0)}"
            yield f"{name}: {code} has {counts}"
