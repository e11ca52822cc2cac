"""The page on which a person chooses: what of the offered list stands on it, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pdplanner.catalog.models import Session
from pdplanner.organization.models import Person
from pdplanner.plans import choosing_places as places
from pdplanner.plans.choosing_beside import beside
from pdplanner.plans.choosing_offers import Choice, Offered, offered_to
from pdplanner.plans.choosing_standing import Standing, standing_of
from pdplanner.plans.plan_forms import FilterForm
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
    free: "Row | None"
    """The free one that stands under a paid choice; where there is none, the sentence says why."""
    sentence: str
    free_stands_here: bool
    """Whether the free one has its own place on the same page."""
    session: Session | None
    full: bool
    over_hours: bool
    over_allowance: bool

    @property
    def fits(self) -> bool:
        return not (self.full or self.over_hours or self.over_allowance)


@dataclass(frozen=True)
class ChoosePage:
    standing: Standing
    form: FilterForm
    areas: Sequence[OpenArea]
    rows: Sequence[Row]
    paging: Paging
    unpriced: int

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
    stand_beside = [beside(choice, offered.others(choice)) for choice in shown]
    free = [each.free for each in stand_beside if each.free]
    ids = {choice.offering.id for choice in (*shown, *free)}
    sessions = places.next_sessions(ids, standing.district_id)
    taken = places.places_taken(ids, standing.year) if standing.year else {}
    room = _Room(standing, sessions, taken)
    return [
        room.row(
            choice,
            free=room.row(each.free, instead_of=choice) if each.free else None,
            sentence=each.sentence,
            free_stands_here=each.free in shown,
        )
        for choice, each in zip(shown, stand_beside, strict=True)
    ]


@dataclass(frozen=True)
class _Room:
    """What is left of hours, allowance and places; a proposal has its own already."""

    standing: Standing
    sessions: Mapping[int, Session]
    taken: Mapping[int, int]

    def row(
        self,
        choice: Choice,
        *,
        free: Row | None = None,
        sentence: str = "",
        free_stands_here: bool = False,
        instead_of: Choice | None = None,
    ) -> Row:
        offering_id, seats = choice.offering.id, choice.terms.seats
        given_up = instead_of.hours if instead_of and instead_of.asked else 0
        new, left = not choice.asked, self.standing.allowance_left
        return Row(
            choice=choice,
            free=free,
            sentence=sentence,
            free_stands_here=free_stands_here,
            session=self.sessions.get(offering_id),
            full=new and seats is not None and self.taken.get(offering_id, 0) >= seats,
            over_hours=new and choice.hours > self.standing.hours_left + given_up,
            over_allowance=new and left is not None and choice.cost > left,
        )


def span(starts_on: date, ends_on: date) -> str:
    """Name a run's days briefly: "20 October 2026", "20 October to 17 November 2026"."""
    last = f"{ends_on.day} {ends_on:%B %Y}"
    if starts_on == ends_on:
        return last
    year = "" if starts_on.year == ends_on.year else f" {starts_on.year}"
    return f"{starts_on.day} {starts_on:%B}{year} to {last}"
