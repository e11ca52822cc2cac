"""The files of a fictional district, each checked against its schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pdplanner import datafiles
from pdplanner.datafiles import Document

FOLDER = datafiles.FOLDER / "districts" / "demo"
_SCHEMAS = {
    "district": "district",
    "people": "district-people",
    "reviews": "district-reviews",
    "offerings": "district-offerings",
    "quotes": "district-quotes",
    "sessions": "district-sessions",
    "plans": "district-plans",
}


@dataclass(frozen=True, kw_only=True)
class DemoDocuments:
    district: Document
    people: Document
    assessments: Mapping[str, Document]
    """By file name, such as `assessments/2026.yaml`; oldest first."""
    reviews: Document
    offerings: Document
    quotes: Document
    sessions: Document
    plans: Document


def read_demo(folder: Path = FOLDER) -> DemoDocuments:
    """Read every file; raise one DataFileError with the problems of all."""
    documents: dict[str, Document] = {}
    assessments: dict[str, Document] = {}
    problems: list[str] = []
    for name, schema in _SCHEMAS.items():
        try:
            documents[name] = datafiles.read(folder / f"{name}.yaml", schema=schema)
        except datafiles.DataFileError as error:
            problems.extend(error.problems)
    try:
        assessments = datafiles.read_all(folder / "assessments", schema="district-assessments")
    except datafiles.DataFileError as error:
        problems.extend(error.problems)
    if problems:
        raise datafiles.DataFileError(problems)
    return DemoDocuments(assessments=assessments, **documents)
