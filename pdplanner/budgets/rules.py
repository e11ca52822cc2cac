"""What a fund may pay for, by the rules of whoever gave the money."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from pdplanner.budgets.models import (
    Fund,
    FundArea,
    FundJobRole,
    FundProvider,
    FundRefusedFormat,
    FundUnit,
)
from pdplanner.catalog.models import Offering
from pdplanner.organization.models import Unit
from pdplanner.web.word_lists import in_a_row

LISTS: dict[str, tuple[type[Any], str]] = {
    "areas": (FundArea, "area_id"),
    "refused_formats": (FundRefusedFormat, "format"),
    "providers": (FundProvider, "provider_id"),
    "units": (FundUnit, "unit_id"),
    "job_roles": (FundJobRole, "job_role_id"),
}
"""The table of each list, and the column that it lists."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Formats that a fund refuses, and the ids of what it pays for; empty means any."""

    areas: Sequence[int] = ()
    refused_formats: Sequence[str] = ()
    providers: Sequence[int] = ()
    units: Sequence[int] = ()
    job_roles: Sequence[int] = ()


def rules_of(fund: Fund) -> Rules:
    lists = {
        name: sorted(getattr(each, column) for each in getattr(fund, name))
        for name, (_table, column) in LISTS.items()
    }
    return Rules(**lists)


def set_rules(fund: Fund, rules: Rules) -> None:
    for name, (table, column) in LISTS.items():
        held = {getattr(each, column): each for each in getattr(fund, name)}
        wanted = dict.fromkeys(getattr(rules, name))
        setattr(fund, name, [held.get(each) or table(**{column: each}) for each in wanted])


def pays_for(fund: Fund, offering: Offering, *, areas: Collection[int]) -> bool:
    """Whether its rules allow an offering that teaches some areas; until when is its last day's."""
    return (
        offering.format not in {each.format for each in fund.refused_formats}
        and _holds([each.area_id for each in fund.areas], areas)
        and pays_provider(fund, offering.provider_id)
    )


def pays_provider(fund: Fund, provider_id: int) -> bool:
    return _holds([each.provider_id for each in fund.providers], [provider_id])


def pays_for_person(fund: Fund, unit: Unit, job_role_ids: Collection[int]) -> bool:
    """Whether it pays for somebody of a unit who holds some job roles."""
    return _reaches(fund, unit) and _holds(
        [each.job_role_id for each in fund.job_roles], job_role_ids
    )


def pays_for_all(fund: Fund, unit: Unit) -> bool:
    """Whether it pays for everybody of a unit, whoever they are."""
    return _reaches(fund, unit) and not fund.job_roles


def in_words(fund: Fund) -> str:
    """What a fund pays for, a sentence for each rule; empty where it has none."""
    lists = in_lists(fund)
    return " ".join(f"{head} {in_a_row(names, 'or')}." for head, names in lists.items() if names)


def in_lists(fund: Fund) -> dict[str, Sequence[str]]:
    """What each rule of a fund names, by how its sentence begins; empty where it has none."""
    travel = ["travel, lodging and meals"] if fund.refuses_travel else []
    only = {
        "for offerings that teach": [each.area.code for each in fund.areas],
        "for offerings of": [each.provider.name for each in fund.providers],
        "for people of": [each.unit.name for each in fund.units],
        "for the job role": [each.job_role.title for each in fund.job_roles],
    }
    refused = sorted(each.format.replace("-", " ") for each in fund.refused_formats)
    lists: dict[str, Sequence[str]] = {
        f"Pays only {what}": sorted(names) for what, names in only.items()
    }
    return lists | {"Does not pay for": [*refused, *travel]}


def _reaches(fund: Fund, unit: Unit) -> bool:
    """Whether a unit stands at or below the fund's, and at or below one that its rules name."""
    inside = [each.unit.path for each in fund.units] or [fund.unit.path]
    return unit.path.startswith(fund.unit.path) and unit.path.startswith(tuple(inside))


def _holds(listed: Collection[int], some: Collection[int]) -> bool:
    return not listed or any(each in listed for each in some)
