"""What a page of a plan was made from: carried in its forms, read when one comes back.

It tells whether the plan is another by now, and what of it; it grants nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, NamedTuple
from zlib import crc32

from pdplanner.plans.models import UNFINISHED, Scenario
from pdplanner.plans.planner import Rule
from pdplanner.plans.scenarios.queries import places_of, rule_of
from pdplanner.web.record_ids import is_id

LONGEST = 60_000
MOST = 2**53
WHOLE = ("allowance", "floor", "away", "holders")


class Result(NamedTuple):
    """Points, cents and, in short, places of the plan that was last built."""

    value: int | None
    cost_cents: int | None
    places: int


@dataclass(frozen=True)
class Seen:
    """`settings` by the names of the settings form, `limits` in cents by fund id.

    `built` is the second at which the build of this version ended; None while it goes on.
    """

    version: int
    built: int | None
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
        limits = sorted(self.limits.items())
        parts = (self.version, self.built, self.result, self.settings, limits, rules)
        return json.dumps(parts, separators=(",", ":"))


def is_shown(scenario: Scenario, shown: Seen) -> bool:
    """Whether a page that carries `shown` was one of this very plan, with the same settings.

    The number and version of a plan that was deleted may be those of a newer one; when it was
    built, and what came out, are its own. Of a page that waited there are only the settings.
    """
    if shown.version != scenario.version:
        return False
    if shown.built is None:
        return shown.asked == seen_of(scenario).asked
    result = scenario.value, scenario.cost_cents
    return (shown.built, *shown.result[:2]) == (_built(scenario), *result)


def seen_of(scenario: Scenario) -> Seen:
    return Seen(
        version=scenario.version,
        built=_built(scenario),
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


def _built(scenario: Scenario) -> int | None:
    if scenario.built_at is None or scenario.status in UNFINISHED:
        return None
    return int(scenario.built_at.replace(tzinfo=UTC).timestamp())


def read(text: str | None) -> Seen | None:
    """None where nothing was carried, or what no page of ours writes."""
    if not text or len(text) > LONGEST:
        return None
    try:
        version, built, result, settings, limits, rules = json.loads(text)
        return Seen(
            version=_whole(version),
            built=_whole_or_none(built),
            result=_result(*result),
            settings={
                "hours": _amount(settings["hours"]),
                **{name: _whole_or_none(settings[name]) for name in WHOLE},
            },
            limits={_id(fund): _whole(cents) for fund, cents in limits},
            rules=frozenset(_rule(*rule) for rule in rules),
        )
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None


def _result(value: Any, cost_cents: Any, places: Any) -> Result:
    return Result(_whole_or_none(value), _whole_or_none(cost_cents), _whole(places))


def _rule(kind: Any, offering_id: Any, person_id: Any) -> Rule:
    if kind not in ("pin", "exclude"):
        raise ValueError("no rule")
    return Rule(kind, _id(offering_id), None if person_id is None else _id(person_id))


def _id(value: Any) -> int:
    """A number that a database can be asked for."""
    if not is_id(_whole(value)):
        raise ValueError("no such record")
    return int(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < MOST:
        raise ValueError("no such whole number")
    return value


def _whole_or_none(value: Any) -> int | None:
    return None if value is None else _whole(value)


def _amount(value: Any) -> float | None:
    """Hours come in quarters."""
    if isinstance(value, float) and 0 <= value < MOST:
        return value
    return _whole_or_none(value)
