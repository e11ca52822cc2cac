"""Checks of the job-role files against the frameworks."""

from collections.abc import Iterator, Mapping

from pdplanner.catalog.checks.documents import misnamed, repeated
from pdplanner.datafiles import Document


def problems(roles: Mapping[str, Document], indicators: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield what is wrong; `indicators`: the codes of each framework, by its code."""
    for name, role in roles.items():
        yield from misnamed(name, role["code"])
        if role["framework"] in indicators:
            yield from _target_problems(name, role, indicators[role["framework"]])
        else:
            yield f'{name}: no framework has the code "{role["framework"]}"'


def _target_problems(name: str, role: Document, known: set[str]) -> Iterator[str]:
    for n, target in enumerate(role["targets"]):
        place = f"{name}: targets[{n}] ({target['indicator']})"
        if target["indicator"] not in known:
            yield f"{place}: {role['framework']} has no such indicator"
        if "good_enough" in target and target["good_enough"] <= target["level"]:
            yield f"{place}: good_enough must be above level {target['level']}"
    for code in repeated(target["indicator"] for target in role["targets"]):
        yield f"{name}: {code} has several targets"
