"""The answers as finished values: cuts, rules, departures, draws."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from pdplanner.plans.models import Scenario, ScenarioLine
from pdplanner.plans.studies.answers import Answer, Answers, Names
from pdplanner.plans.studies.values import (
    DepartureRow,
    DoubtRow,
    Level,
    Lost,
    Moved,
    Other,
    StableRow,
)
from pdplanner.web.word_lists import in_a_row

RULES = {
    "hours": "Everybody’s hours",
    "cap": "Allowances",
    "floor": "The floor for each person",
    "seats": "Seats and places that are limited",
    "mentors": "Places and hours of mentors",
    "cover": "How many of a team may be away at once or have to stay",
    "fund": "What {fund} may not pay for",
    "pin": "Must have: {offering}",
    "exclusion": "Left out: {offering}",
    "declined": "That {people} said no to {offering}",
    "lost": "That blackouts or last days leave some people no run of {offering}",
}


def others(answers: Answers, kind: str, scenario: Scenario, names: Names) -> dict[str, Other]:
    """By percentage, fund or rule, the best plan with less or more money, or without the rule."""
    return {
        subject: _other(subject, answer, scenario, names)
        for subject, answer in answers.of(kind).items()
    }


def _other(subject: str, answer: Answer, scenario: Scenario, names: Names) -> Other:
    return Other(
        of=subject,
        money=answer["money"],
        value=answer["value"],
        bound=answer["bound"],
        cost=answer["cost"],
        points=answer["value"] - (scenario.value or 0),
        proven=answer["value"] == answer["bound"],
        possible=answer["possible"],
        least=answer["least"],
        gone=moved(answer["gone"], names),
        came=moved(answer["came"], names),
        fallen=_levels(answer["fallen"], names),
        raised=_levels(answer["raised"], names),
    )


def moved(pairs: Iterable[Sequence[str]], names: Names) -> list[Moved]:
    """Pairs of person and offering by offering, the most people first."""
    people: dict[str, list[str]] = defaultdict(list)
    for person, offering in pairs:
        people[offering].append(names.person(person))
    rows = [Moved(names.offering(one), sorted(found)) for one, found in people.items()]
    return sorted(rows, key=lambda row: (-len(row.people), row.title))


def _levels(found: Iterable[Answer], names: Names) -> list[Level]:
    rows = [
        Level(
            names.person(one["person"]), names.code(one["indicator"]),
            one["before"], one["after"], one["points"],
        )
        for one in found
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.points, row.name, row.code))


def rule_rows(
    answers: Answers,
    scenario: Scenario,
    names: Names,
    funds: Mapping[int, str],
    *,
    excluded: Collection[int],
    declined: Mapping[int, Collection[int]],
) -> list[tuple[str, Other]]:
    """Each rule with the best plan without it, the dearest rule first.

    `excluded` are the ids of the offerings that the director left out. Of the others some were
    `declined`, by the people with these ids, and for the rest people have no run to go to.
    """
    found = others(answers, "rule", scenario, names).items()
    rows = [
        (_rule_text(subject, names, funds, excluded, declined), other) for subject, other in found
    ]
    return sorted(rows, key=lambda row: (-row[1].points, row[0]))


def _rule_text(
    subject: str,
    names: Names,
    funds: Mapping[int, str],
    excluded: Collection[int],
    declined: Mapping[int, Collection[int]],
) -> str:
    kind, _, of = subject.partition("/")
    if kind == "exclusion" and int(of) not in excluded:
        said_no = declined.get(int(of), ())
        return RULES["declined" if said_no else "lost"].format(
            people=in_a_row(sorted(names.person(one) for one in said_no)),
            offering=names.offering(of),
        )
    return RULES[kind].format(
        fund=funds.get(int(of), "a fund") if kind == "fund" else "",
        offering=names.offering(of) if kind in ("pin", "exclusion") else "",
    )


def departure_rows(answers: Answers, names: Names) -> list[DepartureRow]:
    """Whoever takes a skill along, and all who are known to leave: these first."""
    found = [
        _departure(int(answer["person"]), answer, names)
        for answer in answers.of("departure").values()
        if int(answer["person"]) in names.people
        and (answer["lost"] or names.people[int(answer["person"])].leaving_on)
    ]
    return sorted(
        found, key=lambda row: (row.leaving_on or date.max, -len(row.lost), row.name.casefold())
    )


def held_by_others(answers: Answers, names: Names) -> list[str]:
    """Who takes no skill along, of those who are not known to leave."""
    found = (int(one["person"]) for one in answers.of("departure").values() if not one["lost"])
    people = (names.people[person_id] for person_id in found if person_id in names.people)
    return sorted((one.name for one in people if not one.leaving_on), key=str.casefold)


def _departure(person_id: int, answer: Answer, names: Names) -> DepartureRow:
    lost = [
        Lost(
            code=names.code(one["indicator"]), title=names.indicator(one["indicator"]),
            level=one["level"], holders=one["holders"],
            # Answers of an earlier day know no number.
            after=one.get("after", one["holders"]), repaired=one["repaired"],
        )
        for one in answer["lost"]
    ]  # fmt: skip
    return DepartureRow(
        name=names.person(person_id),
        leaving_on=names.people[person_id].leaving_on,
        lost=sorted(lost, key=lambda one: (one.repaired, one.code)),
        repair=moved(answer["choices"], names),
        cost=answer["cost"],
        hours=answer["hours"],
        cheapest=answer["cheapest"],
        most=answer["most"],
    )


def stable_rows(answers: Answers, lines: Sequence[ScenarioLine], names: Names) -> list[StableRow]:
    """The plan's lines, those that the draws take out most often first."""
    drawn = [answer for answer in answers.of("draw").values() if answer["possible"]]
    gone = [{(int(p), int(o)) for p, o in answer["gone"]} for answer in drawn]
    rows = [
        StableRow(
            title=names.offering(line.offering_id),
            name=names.person(line.person_id),
            stays=sum((line.person_id, line.offering_id) not in each for each in gone),
        )
        for line in lines
    ]
    return sorted(rows, key=lambda row: (row.stays, row.title, row.name))


def doubt_rows(answers: Answers, names: Names) -> list[DoubtRow]:
    """The ratings to verify first, where draws told of any."""
    found = answers.of("doubts").get("", {"ratings": []})["ratings"]
    return [
        DoubtRow(
            person_id=int(person), name=names.person(person), code=names.code(indicator),
            title=names.indicator(indicator), lines=lines,
        )
        for person, indicator, lines in found
        if int(person) in names.people
    ]  # fmt: skip
