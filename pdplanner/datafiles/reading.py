"""From a path to a checked document.

A document is plain dicts and lists; decimals are exact (`Decimal` made from the text,
never a float), dates stay text as written: '2021', '2021-06' or '2021-06-07'.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from pdplanner.datafiles import refusals, strict_yaml

Document = dict[str, Any]

FOLDER = Path(__file__).resolve().parents[2] / "catalog"
_KINDS = {
    "frameworks": "framework",
    "job_roles": "job-role",
    "offerings": "offerings",
    "finance": "account-values",
}


class DataFileError(Exception):
    """Carries every problem, each as `folder/file.yaml: place: what, expected what`."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """The shipped reference documents by file name, such as `offerings/cosn.yaml`."""

    frameworks: Mapping[str, Document]
    job_roles: Mapping[str, Document]
    offerings: Mapping[str, Document]
    finance: Mapping[str, Document]


def catalog(folder: Path = FOLDER) -> Catalog:
    """Read every kind; raise one DataFileError with the problems of every file."""
    kinds: dict[str, dict[str, Document]] = {}
    problems: list[str] = []
    for kind, schema in _KINDS.items():
        try:
            kinds[kind] = read_all(folder / kind, schema=schema)
        except DataFileError as error:
            problems.extend(error.problems)
    if problems:
        raise DataFileError(problems)
    return Catalog(**kinds)


def read_all(folder: Path, *, schema: str) -> dict[str, Document]:
    """Read every file of a folder by name; an empty or missing folder is an error."""
    documents: dict[str, Document] = {}
    problems: list[str] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            documents[_name(path)] = read(path, schema=schema)
        except DataFileError as error:
            problems.extend(error.problems)
    if not documents and not problems:
        problems.append(f"{folder.name}/: no file, expected at least one *.yaml")
    if problems:
        raise DataFileError(problems)
    return documents


def read(path: Path, *, schema: str) -> Document:
    """Read one file that must satisfy `catalog/schemas/<schema>.schema.json`."""
    if path.suffix != ".yaml":
        raise DataFileError([f"{_name(path)}: expected a name that ends in .yaml"])
    document = _parsed(path)
    errors = sorted(_validator(schema).iter_errors(document), key=_position)
    lines = [line for error in errors for line in refusals.sentences(error)]
    if lines:
        # A missing key is reported once per key by the validator, and by us.
        raise DataFileError(f"{_name(path)}: {line}" for line in dict.fromkeys(lines))
    return dict(document)


def _parsed(path: Path) -> Any:
    try:
        return strict_yaml.parse(path.read_text(encoding="utf-8-sig"))
    except strict_yaml.StrictYamlError as error:
        lines: Iterable[str] = error.problems
    except UnicodeDecodeError as error:
        lines = [f"byte {error.start} is not UTF-8"]
    except OSError as error:
        lines = [f"cannot be read: {error.strerror}"]
    raise DataFileError(f"{_name(path)}: {line}" for line in lines)


@cache
def _validator(schema: str) -> Draft202012Validator:
    text = (FOLDER / "schemas" / f"{schema}.schema.json").read_text(encoding="utf-8")
    # Decimals on both sides: among floats, 0.3 is no multiple of 0.1.
    return Draft202012Validator(json.loads(text, parse_float=Decimal))


def _position(error: ValidationError) -> list[tuple[int, str]]:
    """Order by place in the document, list entries by number, not by digit."""
    return [(s, "") if isinstance(s, int) else (0, str(s)) for s in error.absolute_path]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
