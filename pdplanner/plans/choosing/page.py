"""The page on which a person chooses: what of the offered list stands on it, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pdplanner.catalog.models import Offering
from pdplanner.organization.models import Person
from pdplanner.plans.choosing import places
from pdplanner.plans.choosing.free_alternative import Beside, beside
from pdplanner.plans.choosing.limits_left import Limits, Room
from pdplanner.plans.choosing.no_gaps import Nothing, nothing_of
from pdplanner.plans.choosing.offers import Choice, Offered, offered_to
from pdplanner.plans.choosing.places import NextRun
from pdplanner.plans.learning_plans.forms import FilterForm
from pdplanner.plans.learning_plans.required import Required
from pdplanner.plans.learning_plans.standing import Standing, standing_of
from pdplanner.web.paging import Paging, paging

PER_PAGE = 10


@dataclass(frozen=True)
class OpenArea:
    """A skill area with what the plan leaves open of it, in points."""

    code: str
    title: str
    points: int


@dataclass(frozen=True)
class Row:
    """A choice as it stands on the page."""

    choice: Choice
    session: NextRun | None
    limits: Limits
    first: Sequence[tuple[Offering, bool]] = ()
    """What it requires first, and whether the person can add that."""
    free: "Row | None" = None
    """The free one that stands under a paid choice; where there is none, the sentence says why."""
    sentence: str = ""
    free_stands_here: bool = False
    """Whether the free one has its own place on the same page."""
    free_stands_above: str = ""
    """The anchor of where it stands in full already: itself, or under an earlier choice."""


@dataclass(frozen=True)
class ChoosePage:
    standing: Standing
    form: FilterForm
    areas: Sequence[OpenArea]
    rows: Sequence[Row]
    paging: Paging
    unpriced: int
    nothing: Nothing | None = None
    """Of somebody without a gap: why there is none."""

    @property
    def kept(self) -> dict[str, Any]:
        """The filters that are set, as arguments of an address."""
        values = self.form.values
        return {name: value for name, value in values.items() if value and value != "any"}


def choose_page(person: Person, *, form: FilterForm, number: str | None) -> ChoosePage:
    """Put the page together in a number of queries that does not grow with the catalog."""
    standing = standing_of(person)
    offered = offered_to(standing)
    form.offer(
        left_cents=standing.allowance_left,
        left_hours=standing.hours_left,
        formats={choice.offering.format for choice in offered.choices},
    )
    admitted = [c for c in offered.choices if _admits(form, c, standing)]
    page = paging(number, size=PER_PAGE, count=len(admitted))
    shown = admitted[page.offset : page.last]
    return ChoosePage(
        standing=standing,
        form=form,
        areas=open_areas(standing),
        rows=_rows(standing, offered, shown),
        paging=page,
        unpriced=len(offered.unpriced),
        nothing=None if standing.needs else nothing_of(person),
    )


def open_areas(standing: Standing) -> list[OpenArea]:
    """The areas in which points stay open, the largest first."""
    areas: dict[str, OpenArea] = {}
    for indicator_id, need in standing.needs.items():
        points = need.values[4] - need.values[standing.expected[indicator_id]]
        before = areas.get(need.gap.area.code)
        so_far = before.points if before else 0
        areas[need.gap.area.code] = OpenArea(
            need.gap.area.code, need.gap.area.title, so_far + points
        )
    return sorted((a for a in areas.values() if a.points), key=lambda a: (-a.points, a.code))


def _admits(form: FilterForm, choice: Choice, standing: Standing) -> bool:
    return (
        (not form.area.data or bool(choice.areas & set(form.area.data)))
        and _affordable(form.price.data, choice, standing)
        and choice.hours <= _most_hours(form.hours.data, standing)
        and form.format.data in ("", choice.offering.format)
    )


def _affordable(price: str, choice: Choice, standing: Standing) -> bool:
    if price == "free":
        return choice.free
    left = standing.allowance_left
    return price != "within" or left is None or bool(choice.asked) or choice.cost <= left


def _most_hours(hours: str, standing: Standing) -> float:
    if hours == "left":
        return standing.hours_left
    return float(hours) if hours.isdecimal() else float("inf")


def _rows(standing: Standing, offered: Offered, shown: Sequence[Choice]) -> list[Row]:
    taken = places.places_taken(offered.limited, standing.year) if standing.year else {}
    every = (offered.choices, *offered.rivals.values())
    required = Required(standing.person.id, {c.offering.id for each in every for c in each})
    room = Room(standing, taken, required)
    stand_beside = [
        beside(choice, offered.others(choice), partial(room.fits, instead_of=choice))
        for choice in shown
    ]
    free = [each.free for each in stand_beside if each.free]
    ids = {choice.offering.id for choice in (*shown, *free)}
    sessions = places.next_runs(ids, standing.district_id, path=standing.person.unit.path)
    above = _stand_above(shown, stand_beside)
    return [
        Row(
            choice=choice,
            free=_free(each.free, choice, room, sessions) if each.free else None,
            sentence=each.sentence,
            free_stands_here=each.free in shown,
            free_stands_above=stands_above,
            session=sessions.get(choice.offering.id),
            limits=room.limits(choice),
            first=[(one, offered.can_add(one)) for one in room.limits(choice).first],
        )
        for choice, each, stands_above in zip(shown, stand_beside, above, strict=True)
    ]


def _free(free: Choice, choice: Choice, room: Room, sessions: Mapping[int, NextRun]) -> Row:
    """The row of the free one that stands under a choice, perhaps to be taken in its place."""
    session = sessions.get(free.offering.id)
    return Row(choice=free, session=session, limits=room.limits(free, instead_of=choice))


def _stand_above(shown: Sequence[Choice], stand_beside: Sequence[Beside]) -> list[str]:
    """The anchor of where the free one of each choice stands in full already, or nothing."""
    found: list[str] = []
    seen: dict[int, str] = {}
    for choice, each in zip(shown, stand_beside, strict=True):
        # Under a proposal stands how to take the free one in its place: that is no repetition.
        offering_id = each.free.offering.id if each.free and not choice.asked else None
        found.append("" if offering_id is None else seen.get(offering_id, ""))
        if offering_id is not None:
            seen.setdefault(offering_id, f"free-{offering_id}")
        if choice.free:
            seen.setdefault(choice.offering.id, f"offering-{choice.offering.id}")
    return found
