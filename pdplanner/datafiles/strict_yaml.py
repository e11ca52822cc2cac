"""YAML with JSON's idea of scalars, so that no value is silently another one.

Plain YAML reads `no` as false, `1:30` as 90, `010` as 8, drops the first of two equal
keys, and makes floats. Here only null, true, false and decimal numbers are not text,
decimals are `Decimal`, dates stay text, and a repeated key is a problem.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

import yaml

_CORE = "tag:yaml.org,2002:"
_KINDS = ("bool", "float", "int", "map", "null", "seq", "str")


class StrictYamlError(Exception):
    """Carries every problem of one text, each with its line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


class _Loader(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}
    # None stands for every other tag and refuses it: no timestamps, sets or binaries.
    yaml_constructors: ClassVar[dict[Any, Any]] = {
        tag: yaml.CSafeLoader.yaml_constructors[tag]
        for tag in (*(f"{_CORE}{kind}" for kind in _KINDS), None)
    }

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.problems: list[str] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            line = f"line {key.start_mark.line + 1}"
            if key.tag != f"{_CORE}str":
                self.problems.append(f"{line}: a key that is not text")
            elif key.value in seen:
                self.problems.append(f'{line}: the key "{key.value}" is written twice')
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def _teach(kind: str, pattern: str, first: Iterable[str]) -> None:
    """Let plain scalars that match be of a kind; `first`: their first letters."""
    _Loader.add_implicit_resolver(_CORE + kind, re.compile(f"^({pattern})$"), list(first))


_teach("bool", r"true|false", "tf")
_teach("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789")
_teach("float", r"[-+]?(0|[1-9][0-9]*)\.[0-9]+", "-+0123456789")
_teach("null", r"~|null|", ["~", "n", ""])
_Loader.add_constructor(f"{_CORE}float", lambda _, node: Decimal(str(node.value)))


def parse(text: str) -> Any:
    """Return the one document of a text; raise StrictYamlError with all problems."""
    loader = _Loader(text)
    try:
        document = loader.get_single_data()
    except (yaml.YAMLError, ArithmeticError, LookupError, ValueError) as error:
        raise StrictYamlError(["not YAML: " + " ".join(str(error).split())]) from error
    if loader.problems:
        raise StrictYamlError(loader.problems)
    return document
