"""What a plan rests on, as finished values for its page and for the plan's own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pdplanner.budgets.models import Fund
from pdplanner.plans.models import Scenario
from pdplanner.plans.planner.committed_items import declined_in
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.scenarios import queries as scenario_queries
from pdplanner.plans.scenarios.empty_plan import Nothing, nothing_to_plan
from pdplanner.plans.studies.answers import Answers, Names, answers_of, names_in
from pdplanner.plans.studies.money import Money, money_from
from pdplanner.plans.studies.rows import (
    departure_rows,
    doubt_rows,
    held_by_others,
    others,
    rule_rows,
    stable_rows,
)
from pdplanner.plans.studies.values import DepartureRow, DoubtRow, Other, StableRow
from pdplanner.web.filters import dollars


@dataclass(frozen=True, kw_only=True)
class FreeRow:
    """A free offering with what it closes (tenths), for whom."""

    title: str
    people: Sequence[str]
    points: int


@dataclass(frozen=True, kw_only=True)
class Free:
    """What costs nothing: points, hours of those who learn and of those who mentor.

    `mentors` are names with the hours that they give. `pins` are the titles of must-haves that
    are left out since they cost something; `floors` says whether the floor is, as only money
    reaches it.
    """

    value: int
    hours: float
    given: float
    mentors: Sequence[tuple[str, float]]
    offerings: Sequence[FreeRow]
    pins: Sequence[str]
    floors: bool


@dataclass(frozen=True, kw_only=True)
class StudyPage:
    nothing: Nothing | None
    answers: Answers
    money: Money
    free: Free | None
    more: Sequence[tuple[str, Other]]
    less: Sequence[tuple[str, Other]]
    along: Sequence[tuple[str, Other]]
    rules: Sequence[tuple[str, Other]]
    departures: Sequence[DepartureRow]
    held_by_others: Sequence[str]
    stable: Sequence[StableRow]
    doubts: Sequence[DoubtRow]
    draws: int


def study_page(scenario: Scenario, funds: Sequence[Fund]) -> StudyPage:
    answers = answers_of(scenario)
    lines = [*scenario_queries.lines_of(scenario.id)]
    report = read_report(scenario.report)
    names = names_in(answers, lines, report.person_ids)
    titles = {fund.id: fund.named for fund in funds}
    more = [
        (f"$1,000 more in {titles.get(int(fund), 'a fund')}", other)
        for fund, other in others(answers, "more", scenario, names).items()
    ]
    cuts = _by_percent(others(answers, "cut", scenario, names))
    # Where little money helps, a small share of it is none.
    shares = _by_percent(others(answers, "curve", scenario, names))
    along = {each.money: each for each in reversed(shares)}.values()
    rules = scenario_queries.rules_of(scenario.id)
    excluded = {rule.offering_id for rule in rules if rule.kind == "exclude"}
    drawn = [answer for answer in answers.of("draw").values() if answer["possible"]]
    return StudyPage(
        nothing=nothing_to_plan(report),
        answers=answers,
        money=money_from(answers, scenario, titles),
        free=_free(answers, names),
        more=more,
        less=[(f"{each.of}% less", each) for each in cuts],
        along=[(dollars(each.money), each) for each in sorted(along, key=lambda one: one.money)],
        rules=rule_rows(
            answers, scenario, names, titles, excluded=excluded, declined=_declined(scenario)
        ),
        departures=departure_rows(answers, names),
        held_by_others=held_by_others(answers, names),
        stable=stable_rows(answers, lines, names) if drawn else (),
        doubts=doubt_rows(answers, names),
        draws=len(drawn),
    )


def _declined(scenario: Scenario) -> dict[int, set[int]]:
    """Who said no in the year, by offering id."""
    found: dict[int, set[int]] = defaultdict(set)
    for person_id, offerings in declined_in(scenario.unit, scenario.fiscal_year).items():
        for offering_id in offerings:
            found[offering_id].add(person_id)
    return found


def _by_percent(found: Mapping[str, Other]) -> list[Other]:
    return sorted(found.values(), key=lambda each: int(each.of))


def _free(answers: Answers, names: Names) -> Free | None:
    found = answers.of("free").get("")
    if found is None:
        return None
    mentors = [(names.person(one), hours) for one, hours in found.get("mentors", {}).items()]
    return Free(
        value=found["value"],
        hours=found["hours"],
        given=found["given"],
        mentors=sorted(mentors),
        offerings=_free_rows(found["lines"], names),
        pins=sorted({names.offering(one) for _, one in found["pins"]}),
        floors=found["floors"],
    )


def _free_rows(lines: Iterable[tuple[str, str, int]], names: Names) -> list[FreeRow]:
    """The most points first."""
    taken: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for person, offering, points in lines:
        taken[offering].append((names.person(person), points))
    rows = [
        FreeRow(
            title=names.offering(offering),
            people=sorted(name for name, _ in places),
            points=sum(points for _, points in places),
        )
        for offering, places in taken.items()
    ]
    return sorted(rows, key=lambda row: (-row.points, row.title))
