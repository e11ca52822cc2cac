"""Checks of the files that name parts of account codes."""

from collections.abc import Iterator, Mapping

from pdplanner.catalog.checks.documents import misnamed, repeated
from pdplanner.datafiles import Document


def problems(lists: Mapping[str, Document]) -> Iterator[str]:
    for name, document in lists.items():
        yield from misnamed(name, document["code"])
        for code in repeated(value["code"] for value in document["values"]):
            yield f"{name}: {code} stands there twice"
