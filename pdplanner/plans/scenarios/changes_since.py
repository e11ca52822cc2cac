"""What changed since a plan was built, so that it may no longer be the best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pdplanner import clock
from pdplanner.budgets.queries import funds_of, has_ended
from pdplanner.catalog.queries.offerings import titles_of
from pdplanner.organization.queries import time_zone_of
from pdplanner.organization.queries.people import names_of
from pdplanner.plans import planner
from pdplanner.plans.items.adopted_items import Cancelled, cancelled_of, taken_by
from pdplanner.plans.items.commitments import free_of
from pdplanner.plans.models import Scenario
from pdplanner.plans.planner import Change
from pdplanner.plans.planner.report import Report, read_report
from pdplanner.plans.scenarios import builds, people_left
from pdplanner.plans.scenarios.change_words import WORDS, amounts, in_short, sentence
from pdplanner.plans.scenarios.queries import adopted_elsewhere
from pdplanner.plans.scenarios.short_funds import overspent
from pdplanner.plans.scenarios.uncounted_items import not_counted
from pdplanner.web.word_lists import first_few


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
    """`cancelled` names whose items of an adopted plan are off; `moved` is whether somebody did.

    `over` is that the year has ended: today has nothing to say of its plans any more.
    """

    said: str
    rows: Sequence[Row]
    cancelled: str = ""
    moved: bool = False
    over: bool = False


def since_built(scenario: Scenario) -> Since:
    """Read everything that the plan rests on as it is today.

    An adopted plan is compared without what it made itself: its own items and what these take.
    """
    if has_ended(scenario.fiscal_year):
        return Since("", (), over=True)
    if scenario.problem is None:
        return Since(sentence([], [], beside(scenario), ""), ())
    report = read_report(scenario.report)
    now = builds.draft_of(scenario.id)
    changes = planner.drift(scenario.problem, report.runs, report.late_runs, now)
    names = names_of({each.person_id for each in changes if each.person_id is not None})
    titles = titles_of({each.offering_id for each in changes if each.offering_id is not None})
    named = [(each, _of(each, names, titles)) for each in changes]
    named += _less_free(scenario, report)
    gone = _gone(scenario, changes)
    chose = {item.plan.person_id for item in not_counted(scenario)}
    said = sentence(
        people_left.in_words(gone.values()),
        [of for each, of in named if each.what == "new person"],
        beside(scenario),
        in_short(named, unsaid=chose),
    )
    off = cancelled_of(scenario) if scenario.adopted_at else ()
    return Since(
        said=said,
        rows=[*map(_cancelled, off), *(_row(each, of, gone) for each, of in named)],
        cancelled=first_few([each.name for each in off]),
        moved=any(each.moved for each in gone.values()),
    )


def beside(scenario: Scenario) -> list[str]:
    """What people chose that the plan does not count; of an adopted one also what it has lost."""
    chose = dict.fromkeys(each.plan.person.name for each in not_counted(scenario))
    parts = [f"{first_few([*chose])} chose or accepted something" if chose else ""]
    if scenario.adopted_at:
        lost = adopted_elsewhere(scenario, read_report(scenario.report).person_ids)
        parts.append(f"another plan was adopted for {first_few(lost)}" if lost else "")
        off = [each.name for each in cancelled_of(scenario)]
        parts.append(f"what it has for {first_few(off)} was cancelled" if off else "")
    return [part for part in parts if part]


def gone_from(scenario: Scenario, person_ids: Sequence[int]) -> Sequence[people_left.Gone]:
    """What became of people whom the plan counts and who are not in the unit's plans now."""
    if not person_ids:
        return ()
    with clock.in_zone(time_zone_of([scenario.unit.path])):
        return people_left.gone_people(person_ids, scenario.unit)


def _gone(scenario: Scenario, changes: Sequence[Change]) -> dict[int, people_left.Gone]:
    ids = [each.person_id for each in changes if each.what == "gone person"]
    found = gone_from(scenario, [each for each in ids if each is not None])
    return {each.person_id: each for each in found}


def _cancelled(of: Cancelled) -> Row:
    return Row(of.name, "Items of this plan", str(of.number), "cancelled", None, of.person_id)


def _less_free(scenario: Scenario, report: Report) -> list[tuple[Change, str]]:
    """The funds that have less free than when it was built, and less than the plan spends.

    What an adopted plan's own items take of a fund is free for it. A fund that was set above what
    was free has not changed: `short_funds` names it.
    """
    funds = funds_of(scenario.unit, scenario.fiscal_year, with_rules=False)
    free = free_of(scenario.unit, funds)
    if scenario.adopted_at:
        own = taken_by(scenario)
        free = {fund_id: cents + own.get(fund_id, 0) for fund_id, cents in free.items()}
    found = []
    for each in overspent(scenario, funds, free):
        then = report.free.get(str(each.fund_id), each.free_cents)
        if each.free_cents < then:
            found.append((Change("money", before=then, after=each.free_cents), each.name))
    return found


def _of(change: Change, names: Mapping[int, str], titles: Mapping[int, str]) -> str:
    if change.offering_id is not None:
        return titles.get(change.offering_id, "An offering that is gone")
    if change.person_id is not None:
        return names.get(change.person_id, "Somebody who is gone")
    return "Everybody"


def _row(change: Change, of: str, gone: Mapping[int, people_left.Gone]) -> Row:
    was, now = amounts(change)
    left = gone.get(change.person_id or 0) if change.what == "gone person" else None
    what = left.row if left else WORDS[change.what].row
    return Row(of, what, was, now, change.offering_id, change.person_id)
