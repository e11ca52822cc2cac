"""What of a plan is another since a page of it was shown, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pdplanner.accounts.models import User
from pdplanner.budgets.models import Fund
from pdplanner.budgets.queries import funds_of
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.plans.models import UNFINISHED, Scenario
from pdplanner.plans.planner import Rule
from pdplanner.plans.scenarios.page_version import Seen, is_shown, seen_of
from pdplanner.plans.scenarios.queries import known_in
from pdplanner.web.filters import dollars, points
from pdplanner.web.word_lists import MOST_NAMED

KINDS = {"pin": "Must have", "exclude": "Leave out"}
LABELS = {
    "hours": "Hours a person, at most",
    "allowance": "Allowance a person, at most",
    "floor": "Floor a person",
    "away": "Away from one team at once, at most",
    "holders": "Holders wanted of each indicator",
}


@dataclass(frozen=True, kw_only=True)
class Meanwhile:
    """That a plan was changed while a page of it was open: by whom, when, and what of it.

    `by` is empty where it was the reader.
    """

    by: str
    at: datetime | None
    changes: Sequence[str]


def changed_since(scenario: Scenario, shown: Seen | None, *, reader: User) -> Meanwhile | None:
    """None where the plan is the one that the page showed, or nobody knows what it showed."""
    if shown is None or is_shown(scenario, shown):
        return None
    funds = funds_of(scenario.unit, scenario.fiscal_year, with_rules=False)
    changes = [*_changes(shown, seen_of(scenario), scenario, funds)]
    if not changes:
        return None
    own, author_id = scenario.created_by_id == reader.id, scenario.created_by_id
    author = None if own or author_id is None else db.session.get(User, author_id)
    by = "" if own else author.name if author else "Somebody"
    return Meanwhile(by=by, at=scenario.asked_at, changes=changes)


def kept_of(shown: Seen, unit: Unit) -> Sequence[str]:
    """The must-haves and exclusions that a page showed, a few of them by name."""
    return [*_rules(sorted(shown.rules, key=str), unit)]


def _changes(shown: Seen, now: Seen, scenario: Scenario, funds: Sequence[Fund]) -> Iterable[str]:
    for fund in funds:
        was, new = (each.limits.get(fund.id, 0) for each in (shown, now))
        if was != new:
            yield f"{fund.named}: {dollars(new)} now, {dollars(was)} before."
    for name, label in LABELS.items():
        if shown.settings[name] != now.settings[name]:
            before, after = (_setting(name, each.settings) for each in (shown, now))
            yield f"{label}: {after} now, {before} before."
    for word, rules in (("New", now.rules - shown.rules), ("Gone", shown.rules - now.rules)):
        for each in _rules(sorted(rules, key=str), scenario.unit):
            yield f"{word}: {each}"
    if scenario.status not in UNFINISHED and now.result != shown.result:
        yield _result(shown, now)


def _result(shown: Seen, now: Seen) -> str:
    if now.result.value is None:
        return "No plan fits these rules now."
    if shown.result[:2] == now.result[:2] or shown.result.value is None:
        return f"Other places than before: it closes {points(now.result.value)} points."
    was, new = (
        f"{points(each.result.value or 0)} points for {dollars(each.result.cost_cents or 0)}"
        for each in (shown, now)
    )
    return f"It closes {new} now, {was} before."


def _rules(rules: Sequence[Rule], unit: Unit) -> Iterable[str]:
    titles, names = known_in(unit, rules)
    for kind, offering_id, person_id in rules[:MOST_NAMED]:
        title = titles.get(offering_id, "an offering that is gone")
        person = names.get(person_id, "somebody who is gone") if person_id else "everybody"
        yield f"{KINDS[kind]} {title}, for {person}."
    if len(rules) > MOST_NAMED:
        yield f"{len(rules) - MOST_NAMED} more must-haves and exclusions."


def _setting(name: str, settings: Mapping[str, float | None]) -> str:
    value = settings[name]
    if value is None:
        return "not set"
    return dollars(int(value)) if name == "allowance" else f"{value:g}"
