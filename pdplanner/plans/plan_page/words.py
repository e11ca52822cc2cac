"""What a plan says of itself in sentences: why an offering is left out, why there is no plan."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdplanner.plans.plan_page.blackout_words import lost_runs
from pdplanner.plans.plan_page.lack_words import in_words
from pdplanner.plans.plan_page.sentences import (
    BY_HOW_MUCH,
    FLOOR,
    FLOOR_BESIDE,
    HAS,
    HELPS,
    LIMITS,
    NO_PLAN,
    OR_DROP,
    WHAT_TO_DO,
    WHY_NOT,
    WITHOUT_FIGURES,
)
from pdplanner.plans.planner.report_figures import LeftOut, Obstacle
from pdplanner.web.filters import dollars, hours, points
from pdplanner.web.word_lists import in_a_row


@dataclass(frozen=True)
class Explained:
    offering_id: int
    title: str
    because: str
    points: int


@dataclass(frozen=True)
class Blocked:
    """What to do, and all that it would be done for."""

    do: str
    because: Sequence[str]


NO_BETTER = "no plan with it closes more"
NONE_FOUND = "no plan was found with it that closes more"


def because(
    sentences: Mapping[str, str],
    reason: LeftOut,
    titles: Mapping[int, str],
    *,
    proven: bool,
    person: str = "",
) -> str:
    """The sentence of a reason, with its figures and names; `proven` is whether the plan is.

    Without a person it is about whoever it stands beside.
    """
    sentence = sentences[reason.rule]
    if reason.has is None and not reason.lacks:
        sentence = WITHOUT_FIGURES.get(reason.rule, sentence)
    named = [titles.get(one, "another offering") for one in reason.closed_by]
    lacks = in_words(reason.lacks, person or "them", with_required=reason.with_required)
    said = sentence.format(
        cents=dollars(reason.cents) if reason.cents else "no money",
        hours=hours(reason.hours),
        more=_points(reason.more),
        person=person or "somebody",
        other=titles.get(reason.other_id or 0, "another offering"),
        lost=lost_runs(reason.lost, person or "somebody"),
        has=_amount(HAS[reason.rule], reason.has) if reason.rule in HAS else "",
        missing=hours(reason.hours - (reason.has or 0)),
        closers=_closers(named, person),
        lacks=lacks if reason.rule == "mentor busy" or not lacks else f": {lacks}",
        none=NO_BETTER if proven else NONE_FOUND,
    )
    return said[:1].upper() + said[1:]


def _closers(named: Sequence[str], person: str) -> str:
    """What brings the person to the same levels."""
    if not named:
        return ""
    return f", {person} by {in_a_row(named)}" if person else f", by {in_a_row(named)}"


def explain_left_out(
    found: Iterable[LeftOut],
    titles: Mapping[int, str],
    names: Mapping[int, str],
    *,
    proven: bool,
) -> list[Explained]:
    return [
        Explained(
            offering_id=each.offering_id,
            title=titles.get(each.offering_id, "An offering that is gone"),
            because=because(
                WHY_NOT,
                each,
                titles,
                proven=proven,
                person=names.get(each.person_id, "somebody"),
            ),
            points=each.points,
        )
        for each in found
    ]


def explain_entries(
    answers: Mapping[str, Mapping[str, Any]], now: Mapping[int, int], names: Mapping[int, str]
) -> dict[int, str]:
    """By offering id, the price up to which a plan with one place of it is as good.

    `answers` are by "/offering id", of one person by "person id/offering id"; `now` today's cents
    by offering id.
    """
    found = {}
    for subject, answer in answers.items():
        person, _, offering = subject.partition("/")
        said = "" if person else entry_words(answer, now.get(int(offering), 0))
        if said:
            priced = answer["possible"] and answer["cents"] is not None
            whom = f", for {names.get(int(answer['person']), 'somebody')}" if priced else ""
            found[int(offering)] = f"{said}{whom}"
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
    """What to do with everything that it is for, the most first.

    A rule with its offerings and figures is one sentence, with everybody whom it concerns.
    """
    alike: dict[Obstacle, list[int]] = defaultdict(list)
    for each in found:
        alike[replace(each, text="", person_ids=())] += each.person_ids
    by_remedy: dict[str, list[str]] = defaultdict(list)
    for each, ids in alike.items():
        by_remedy[_what_to_do(each)].append(
            _sentence(each).format(
                offerings=in_a_row([titles.get(one, "an offering") for one in each.offering_ids]),
                people=in_a_row([names.get(one, "somebody") for one in dict.fromkeys(ids)])
                or "everybody",
                limits=in_a_row([LIMITS[one] for one in each.limits if one in LIMITS])
                or "the other rules",
                needs=_amount(each.rule, each.needs),
                has=_amount(each.rule, each.has),
                of=_left_of(each),
            )
        )
    found_for = [Blocked(do, because) for do, because in by_remedy.items()]
    return sorted(found_for, key=lambda each: -len(each.because))


def _what_to_do(obstacle: Obstacle) -> str:
    if obstacle.rule != "floor" or not obstacle.limits:
        return WHAT_TO_DO.get(obstacle.rule, WHAT_TO_DO["together"])
    helps = [HELPS[one] for one in obstacle.limits if one in HELPS]
    which = "helps" if helps else obstacle.limits[0]
    or_drop = OR_DROP[which] if obstacle.offering_ids else ""
    return FLOOR[which].format(helps=in_a_row(helps, "or"), or_drop=or_drop)


def _left_of(obstacle: Obstacle) -> str:
    """Of how many hours somebody has so few left."""
    if obstacle.most is None or not obstacle.used:
        return ""
    taken = f"{hours(obstacle.used)} are taken by what is chosen or under way"
    return f" left of {hours(obstacle.most)}: {taken}"


def _sentence(obstacle: Obstacle) -> str:
    known = obstacle.needs is not None and obstacle.has is not None
    if known and obstacle.rule == "floor" and obstacle.offering_ids:
        return FLOOR_BESIDE
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
    return f"{value:g} {people}" if rule in ("seats", "seats paid") else f"{value:g}"


def _points(value: int) -> str:
    return f"{points(value)} point{'' if value == 10 else 's'}"
