"""What a plan says of itself in sentences: why an offering is left out, why there is no plan."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdplanner.plans.lost_words import lost_runs
from pdplanner.plans.report import LeftOut, Obstacle
from pdplanner.web.filters import dollars, hours, points

WHY_NOT = {
    "no gap": "It teaches nothing that anybody here is short of.",
    "done": "Whoever is short of what it teaches has done it.",
    "excluded": "You excluded it.",
    "blacked out": "{lost}",
    "own mentoring": "Nobody mentors themselves.",
    "entry level": "Nobody who is short of it has the level that it starts from.",
    "no seats": "No seats are left.",
    "over hours": "It takes {hours}: nobody who needs it has as many left.",
    "no fund": "No fund with money in this plan may pay for it.",
    "over fund": "{cents} is more than the funds that may pay for it hold.",
    "over cap": "{cents} is more than anybody’s allowance leaves.",
    "prerequisites": "It requires {other}, which {person} has not done and cannot take here.",
    "required earlier": "It begins before {other} ends, which it requires.",
    "closed by the plan": "The plan brings everybody to the same levels already.",
    "dominated": "{other} does as much for no more money or hours.",
    "session": "It falls on the same days as {other}.",
    "seats taken": "Its seats go to people for whom it closes more.",
    "mentor busy": "Its mentor has no hours left in this plan.",
    "elsewhere": "It would add {more} at most, for {person}, at {cents} and {hours}; "
    "no plan was found with it that closes more.",
}

WHY_NOT_FOR_ONE = {
    "no gap": "Is short of nothing that it teaches.",
    "done": "Has done it.",
    "excluded": "You excluded it.",
    "blacked out": "Blackouts leave no run of it.",
    "own mentoring": "Gives it.",
    "entry level": "Is below the level that it starts from.",
    "no seats": "No seats are left.",
    "over hours": "It takes {hours}, with {has} left.",
    "no fund": "No fund with money in this plan may pay for it.",
    "over fund": "{cents} is more than the funds that may pay for it hold.",
    "over cap": "It costs {cents}, with {has} of the allowance left.",
    "prerequisites": "What it requires cannot be taken.",
    "required earlier": "It begins before {other} ends, which it requires.",
    "closed by the plan": "The plan brings the same levels already.",
    "dominated": "{other} does as much for no more money or hours.",
    "session": "It falls on the same days as {other}.",
    "seats taken": "Its seats go to people for whom it closes more.",
    "mentor busy": "Its mentor has no hours left in this plan.",
    "elsewhere": "Would add {more} at {cents} and {hours}; no plan with it was found to be better.",
    "chosen": "Takes it in this plan.",
}

# What a reason's amount is reckoned in, by its rule: as that rule of a plan.
HAS = {"over hours": "hours", "over cap": "cap"}

NO_PLAN = {
    "unpriced": "{offerings} is a must-have, but its price or hours are not known here.",
    "unrated": "{offerings} is a must-have for {people}, whom nobody has rated yet.",
    "blacked out": "{offerings} is a must-have for {people}, and blackouts leave no run of it.",
    "pinned and excluded": "{offerings} is a must-have for {people} and also ruled out for them.",
    "pinned and done": "{offerings} is a must-have for {people}, who took it already.",
    "hours": "The must-haves of {people} ({offerings}) take more hours than they have.",
    "term hours": "The must-haves of {people} ({offerings}) take more hours of a term than it has.",
    "cap": "The must-haves of {people} ({offerings}) cost more than their allowance.",
    "own mentoring": "{offerings} is a must-have for {people}, who gives it.",
    "mentors": "Must-haves and floor of {people} take more hours of mentors than these have.",
    "seats": "Must-haves and floor of {people} ask for more places in {offerings} than there are.",
    "prerequisites": "{offerings} is a must-have, but what it requires cannot be taken.",
    "required earlier": "{offerings}, a must-have, begins before what it requires ends.",
    "sessions": "The must-haves of {people} fall on the same days: {offerings}.",
    "floor": "The floor cannot be met for {people}.",
    "funds": "Must-haves and floor cost more than the funds hold, or than the right funds hold.",
    "cover": "Too many of {people} would be away at once.",
    "pins": "The must-haves of {people} do not fit together: {offerings}.",
    "together": "Must-haves and floor of {people} leave no plan together with {limits}.",
}

LIMITS = {
    "funds": "the money",
    "seats": "the places",
    "mentors": "the hours of mentors",
    "cover": "who may be away",
}

# Where it is about an amount, and both what is asked for and what there is are known.
BY_HOW_MUCH = {
    "hours": "The must-haves of {people} ({offerings}) take {needs}; they have {has}.",
    "term hours": "The must-haves of {people} ({offerings}) take {needs} of a term; it has {has}.",
    "cap": "The must-haves of {people} ({offerings}) cost {needs}; the allowance is {has}.",
    "seats": "{offerings} is a must-have for {needs}, and there is room for {has}.",
    "floor": "The floor is {needs}; {people} can close {has} at most.",
    "funds": "The must-haves and floor of {people} cost at least {needs}; the funds hold {has}.",
    "cover": "{needs} of {people} would be away at once; {has} may be.",
}

WHAT_TO_DO = {
    "unpriced": "Enter a quote in the catalog, or drop the must-have.",
    "unrated": "Have them rate themselves first, or drop the must-have.",
    "blacked out": "Drop the must-have, or change the calendar.",
    "pinned and excluded": "Drop one of the two.",
    "pinned and done": "Drop the must-have.",
    "hours": "Give more hours, or drop a must-have.",
    "term hours": "Give the term more hours, or drop a must-have.",
    "cap": "Raise the allowance, or drop a must-have.",
    "own mentoring": "Drop the must-have.",
    "mentors": "Drop one of them, or give the mentors more hours.",
    "seats": "Drop it for some of them.",
    "prerequisites": "Drop the must-have.",
    "required earlier": "Drop the must-have.",
    "sessions": "Drop one of them.",
    "floor": "Lower the floor, or give more hours or money.",
    "funds": "Enter more money, or drop a must-have or the floor.",
    "cover": "Drop a must-have.",
    "pins": "Drop one of them.",
    "together": "Loosen any one of them.",
}


@dataclass(frozen=True)
class Explained:
    offering_id: int
    title: str
    because: str
    points: int


@dataclass(frozen=True)
class Blocked:
    because: str
    do: str


def because(
    sentences: Mapping[str, str], reason: LeftOut, *, person: str = "somebody", other: str = ""
) -> str:
    """The sentence of a reason, with its figures and names."""
    return sentences[reason.rule].format(
        cents=dollars(reason.cents) if reason.cents else "no money",
        hours=hours(reason.hours),
        more=_points(reason.more),
        person=person,
        other=other or "another offering",
        lost=lost_runs(reason.lost),
        has=_amount(HAS[reason.rule], reason.has) if reason.rule in HAS else "",
    )


def explain_left_out(
    found: Iterable[LeftOut], titles: Mapping[int, str], names: Mapping[int, str]
) -> list[Explained]:
    return [
        Explained(
            offering_id=each.offering_id,
            title=titles.get(each.offering_id, "An offering that is gone"),
            because=because(
                WHY_NOT,
                each,
                person=names.get(each.person_id, "somebody"),
                other=titles.get(each.other_id or 0, ""),
            ),
            points=each.points,
        )
        for each in found
    ]


def explain_entries(
    answers: Mapping[str, Mapping[str, Any]], now: Mapping[int, int], names: Mapping[int, str]
) -> dict[int, str]:
    """By offering id, the price up to which a plan with one place of it is as good.

    `answers` are by "person id/offering id", `now` today's cents by offering id.
    """
    found = {}
    for subject, answer in answers.items():
        person, _, offering = subject.partition("/")
        said = entry_words(answer, now.get(int(offering), 0))
        if said:
            found[int(offering)] = f"{said}, for {names.get(int(person), 'somebody')}"
    return found


def entry_words(answer: Mapping[str, Any], cents: int) -> str:
    """Up to which price a plan with the place is as good; `cents` is today's."""
    if not answer["possible"]:
        return "No price"
    if not answer["proven"]:
        return ""
    if answer["cents"] is None:
        return f"{_points(answer['short'])} fewer even as a gift"
    if answer["cents"] >= cents:
        return "Today’s price: as good with it"
    return dollars(answer["cents"]) if answer["cents"] else "A gift"


def explain_obstacles(
    found: Sequence[Obstacle], titles: Mapping[int, str], names: Mapping[int, str]
) -> list[Blocked]:
    """One sentence for a rule with its offerings and figures, with everybody whom it concerns."""
    alike: dict[Obstacle, list[int]] = defaultdict(list)
    for each in found:
        alike[replace(each, text="", person_ids=())] += each.person_ids
    return [
        Blocked(
            because=_sentence(each).format(
                offerings=in_a_row([titles.get(one, "an offering") for one in each.offering_ids]),
                people=in_a_row([names.get(one, "somebody") for one in dict.fromkeys(ids)])
                or "everybody",
                limits=in_a_row([LIMITS[one] for one in each.limits]) or "the other rules",
                needs=_amount(each.rule, each.needs),
                has=_amount(each.rule, each.has),
            ),
            do=WHAT_TO_DO.get(each.rule, WHAT_TO_DO["together"]),
        )
        for each, ids in alike.items()
    ]


def _sentence(obstacle: Obstacle) -> str:
    known = obstacle.needs is not None and obstacle.has is not None
    plain = NO_PLAN.get(obstacle.rule, NO_PLAN["together"])
    return BY_HOW_MUCH.get(obstacle.rule, plain) if known else plain


def _amount(rule: str, value: float | None) -> str:
    if value is None:
        return ""
    if rule in ("hours", "term hours"):
        return hours(value)
    if rule in ("cap", "funds"):
        return dollars(round(value))
    if rule == "floor":
        return _points(round(value))
    people = "person" if value == 1 else "people"
    return f"{value:g} {people}" if rule == "seats" else f"{value:g}"


def _points(value: int) -> str:
    return f"{points(value)} point{'' if value == 10 else 's'}"


def in_a_row(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
