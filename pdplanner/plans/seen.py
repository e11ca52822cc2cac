"""What a page of a plan was made from: carried in its forms, read when one comes back.

It tells whether the plan is another by now, and what of it; it grants nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from zlib import crc32

from pdplanner.plans.models import Scenario, ScenarioRule
from pdplanner.plans.scenario_queries import places_of

LONGEST = 60_000
MOST = 2**53


class Rule(NamedTuple):
    """A must-have (pin) or exclusion; without a person it is for everybody."""

    kind: str
    offering_id: int
    person_id: int | None


class Result(NamedTuple):
    """Points, cents and, in short, places of the plan that was last built."""

    value: int | None
    cost_cents: int | None
    places: int


@dataclass(frozen=True)
class Seen:
    """`settings` by the names of the settings form, `limits` in cents by fund id."""

    version: int
    result: Result
    settings: Mapping[str, float | None]
    limits: Mapping[int, int]
    rules: frozenset[Rule]

    @property
    def asked(self) -> tuple[object, ...]:
        """What a director enters: two plans of which this is equal are asked for alike."""
        limits = {fund: cents for fund, cents in self.limits.items() if cents}
        return dict(self.settings), limits, self.rules

    @property
    def values(self) -> dict[str, object]:
        """The values of the settings form."""
        return {**self.settings, **{f"fund_{fund}": cents for fund, cents in self.limits.items()}}

    def write(self) -> str:
        rules = sorted(self.rules, key=lambda rule: (rule[0], rule[1], rule[2] or 0))
        parts = (self.version, self.result, self.settings, sorted(self.limits.items()), rules)
        return json.dumps(parts, separators=(",", ":"))


def seen_of(scenario: Scenario) -> Seen:
    return Seen(
        version=scenario.version,
        result=Result(
            scenario.value, scenario.cost_cents, crc32(repr(places_of(scenario.id)).encode())
        ),
        settings={
            "hours": scenario.hours,
            "allowance": scenario.allowance_cents,
            "floor": scenario.floor,
            "away": scenario.away,
            "holders": scenario.holders,
        },
        limits={each.fund_id: each.limit_cents for each in scenario.budgets},
        rules=frozenset(map(rule_of, scenario.rules)),
    )


def rule_of(rule: ScenarioRule) -> Rule:
    return Rule(rule.kind, rule.offering_id, rule.person_id)


def read(text: str | None) -> Seen | None:
    """None where nothing was carried, or what no page of ours writes."""
    if not text or len(text) > LONGEST:
        return None
    try:
        version, result, settings, limits, rules = json.loads(text)
        return Seen(
            version=_number(version) or 0,
            result=Result(*(_number(each) for each in result)),
            settings={
                name: _number(settings[name])
                for name in ("hours", "allowance", "floor", "away", "holders")
            },
            limits={int(fund): int(cents) for fund, cents in limits if _number(cents) is not None},
            rules=frozenset(_rule(*rule) for rule in rules),
        )
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None


def _rule(kind: Any, offering_id: Any, person_id: Any) -> Rule:
    if kind not in ("pin", "exclude") or _number(offering_id) is None:
        raise ValueError("no rule")
    return Rule(kind, int(offering_id), None if person_id is None else int(_number(person_id) or 0))


def _number(value: Any) -> Any:
    """A number that can be one of a plan's, or None."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < MOST:
        raise ValueError("no such number")
    return value
