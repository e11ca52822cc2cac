"""What a plan rests on, as finished values for its page and for the plan's own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pdplanner.budgets.models import Fund
from pdplanner.plans import scenario_queries
from pdplanner.plans.models import Scenario
from pdplanner.plans.report import read_report
from pdplanner.plans.studies.answers import Answers, Names, answers_of, names_in
from pdplanner.plans.studies.curve import Curve, Point, curve
from pdplanner.plans.studies.rows import (
    departure_rows,
    doubt_rows,
    others,
    rule_rows,
    stable_rows,
)
from pdplanner.plans.studies.values import DepartureRow, DoubtRow, Other, StableRow

TENTH = "10"
# Where only figures are shown, nobody has to be named.
NOBODY = Names(offerings={}, people={}, indicators={})


@dataclass(frozen=True, kw_only=True)
class Money:
    """The curve with what less and more money would do.

    `more` is the fund whose next $1,000 closes the most, once all funds were asked; `stops_at` are
    the least cents that close as much as any money can, `most` points, and `binds` says whether
    that is more than the plan.
    """

    curve: Curve | None
    more: tuple[str, Other] | None
    cut: Other | None
    stops_at: int | None
    most: int | None
    binds: bool
    funds: int


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
    answers: Answers
    money: Money
    free: Free | None
    more: Sequence[tuple[str, Other]]
    less: Sequence[tuple[str, Other]]
    along: Sequence[tuple[str, Other]]
    rules: Sequence[tuple[str, Other]]
    departures: Sequence[DepartureRow]
    stable: Sequence[StableRow]
    doubts: Sequence[DoubtRow]
    draws: int


def study_page(scenario: Scenario, funds: Sequence[Fund]) -> StudyPage:
    answers = answers_of(scenario)
    lines = [*scenario_queries.lines_of(scenario.id)]
    names = names_in(answers, lines, read_report(scenario.report).person_ids)
    titles = {fund.id: fund.named for fund in funds}
    more = [
        (f"$1,000 more in {titles.get(int(fund), 'a fund')}", other)
        for fund, other in others(answers, "more", scenario, names).items()
    ]
    cuts = _by_percent(others(answers, "cut", scenario, names))
    along = _by_percent(others(answers, "curve", scenario, names))
    rules = scenario_queries.rules_of(scenario.id)
    excluded = {rule.offering_id for rule in rules if rule.kind == "exclude"}
    drawn = [answer for answer in answers.of("draw").values() if answer["possible"]]
    return StudyPage(
        answers=answers,
        money=_money(answers, scenario, titles),
        free=_free(answers, names),
        more=more,
        less=[(f"{each.of} % less", each) for each in cuts],
        along=[(f"{each.of} % of the money", each) for each in along],
        rules=rule_rows(answers, scenario, names, titles, excluded=excluded),
        departures=departure_rows(answers, names),
        stable=stable_rows(answers, lines, names) if drawn else (),
        doubts=doubt_rows(answers, names),
        draws=len(drawn),
    )


def _by_percent(found: Mapping[str, Other]) -> list[Other]:
    return sorted(found.values(), key=lambda each: int(each.of))


def money_of(scenario: Scenario, funds: Sequence[Fund]) -> tuple[Answers, Money]:
    """Return what the plan's own page shows of its studies: the curve and a sentence."""
    answers = answers_of(scenario)
    return answers, _money(answers, scenario, {fund.id: fund.named for fund in funds})


def _money(answers: Answers, scenario: Scenario, funds: Mapping[int, str]) -> Money:
    enough = answers.of("enough").get("")
    if enough is not None and not (enough["least"] and enough["bound"] == enough["value"]):
        enough = None
    most = enough["value"] if enough else None
    stops = Point(enough["cost"], enough["value"], enough["bound"]) if enough else None
    more = [
        (funds.get(int(fund), "a fund"), other)
        for fund, other in others(answers, "more", scenario, NOBODY).items()
    ]
    return Money(
        # Along the curve each fund has its share; where money stops it is in the right ones.
        curve=_curve(answers, scenario, most, stops if len(funds) == 1 else None),
        more=max(more, key=lambda each: each[1].points) if answers.all_in("more") else None,
        cut=others(answers, "cut", scenario, NOBODY).get(TENTH),
        stops_at=enough["cost"] if enough else None,
        most=most,
        binds=most is not None and most > (scenario.value or 0),
        funds=len(funds),
    )


def _curve(
    answers: Answers, scenario: Scenario, most: int | None, stops: Point | None
) -> Curve | None:
    plan = Point(
        sum(each.limit_cents for each in scenario.budgets),
        scenario.value or 0,
        scenario.bound or 0,
    )
    points = [
        Point(each["money"], each["value"], each["bound"])
        for each in answers.of("curve").values()
        if each["possible"] and each["money"] != plan.money
    ]
    free = answers.of("free").get("")
    # Without what costs something it is no plan of this curve, and may close more than one.
    if free is not None and not free["pins"] and not free["floors"] and plan.money:
        points.append(Point(0, free["value"], free["bound"]))
    if stops is not None and stops.money != plan.money:
        points.append(stops)
    return curve(points, plan, most=most)


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
