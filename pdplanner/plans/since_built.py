"""What changed since a plan was built, so that it may no longer be the best."""

from collections.abc import Sequence
from dataclasses import dataclass

from pdplanner.budgets.queries import funds_of
from pdplanner.plans import builds, planner
from pdplanner.plans.models import Scenario
from pdplanner.plans.not_counted import not_counted
from pdplanner.plans.planner import Change
from pdplanner.plans.report import Report, read_report
from pdplanner.plans.row_words import first_few
from pdplanner.plans.scenario_queries import adopted_elsewhere, names_of, titles_of
from pdplanner.plans.short_funds import short_funds
from pdplanner.plans.since_words import WORDS, amounts, in_short, sentence
from pdplanner.plans.team_page import free_of


@dataclass(frozen=True)
class Row:
    """One thing that changed; was and now are empty where it is not about an amount."""

    of: str
    what: str
    was: str
    now: str
    offering_id: int | None
    person_id: int | None


@dataclass(frozen=True)
class Since:
    said: str
    rows: Sequence[Row]


def since_built(scenario: Scenario) -> Since:
    """Read everything that the plan rests on as it is today.

    What an adopted plan rests on has changed by its own items: of it only what it lost is said.
    """
    if scenario.adopted_at or scenario.problem is None:
        return Since(sentence([], [], beside(scenario), ""), ())
    report = read_report(scenario.report)
    now = builds.draft_of(scenario.id)
    changes = planner.drift(scenario.problem, report.runs, report.late_runs, now)
    names = names_of({each.person_id for each in changes if each.person_id is not None})
    titles = titles_of({each.offering_id for each in changes if each.offering_id is not None})
    named = [(each, _of(each, names, titles)) for each in changes]
    named += _less_free(scenario, report)
    chose = {item.plan.person_id for item in not_counted(scenario)}
    said = sentence(
        [of for each, of in named if each.what == "gone person"],
        [of for each, of in named if each.what == "new person"],
        beside(scenario),
        in_short(named, unsaid=chose),
    )
    return Since(said, [_row(each, of) for each, of in named])


def beside(scenario: Scenario) -> str:
    """What an adopted plan has lost to another one; what another plan does not count."""
    if scenario.adopted_at:
        lost = adopted_elsewhere(scenario, read_report(scenario.report).person_ids)
        return f"another plan was adopted for {first_few(lost)}" if lost else ""
    chose = dict.fromkeys(each.plan.person.name for each in not_counted(scenario))
    return f"{first_few([*chose])} chose or accepted something" if chose else ""


def _less_free(scenario: Scenario, report: Report) -> list[tuple[Change, str]]:
    """The funds that have less free than when it was built, and less than the plan spends.

    A fund that was set above what was free has not changed: `short_funds` names it.
    """
    funds = funds_of(scenario.unit, scenario.fiscal_year, with_rules=False)
    free = free_of(scenario.unit, funds)
    found = []
    for each in short_funds(scenario, funds, free):
        then = report.free.get(str(each.fund_id), each.free_cents)
        if each.free_cents < then:
            found.append((Change("money", before=then, after=each.free_cents), each.name))
    return found


def _of(change: Change, names: dict[int, str], titles: dict[int, str]) -> str:
    if change.offering_id is not None:
        return titles.get(change.offering_id, "An offering that is gone")
    if change.person_id is not None:
        return names.get(change.person_id, "Somebody who is gone")
    return "Everybody"


def _row(change: Change, of: str) -> Row:
    was, now = amounts(change)
    return Row(of, WORDS[change.what].row, was, now, change.offering_id, change.person_id)
