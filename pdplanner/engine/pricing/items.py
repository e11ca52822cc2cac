"""What one person can take, as arrays for the compiled search."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pdplanner.engine.choices.place import Candidate
from pdplanner.engine.model.compact import Model
from pdplanner.engine.values.person import Person

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NO_CAP = 1 << 50


class Items(NamedTuple):
    """Items of a person: an offering, at one amount of the person's own money.

    Hours are in quarters, `cap` and `spend` in cents. `term` numbers the term of each item that has
    a limit of its own in `term_quarters`; -1 is none. `offering` numbers the person's offerings,
    of which `pinned` says which must be taken; `idle` are the items that may be taken though they
    add nothing. `aside` are no offerings, but hours set aside for whom the person mentors.

    Lists of numbers stand one behind the other: those of item k are
    `clash[clash_start[k]:clash_start[k + 1]]` (items that it excludes), `need` (the offerings that
    must be taken too) and `cover` (the elements that it covers). An element is a step in level,
    with its points in `base`; `floor` is the least that the steps covered come to, and each point
    up to `soft` counts `extra` more.
    """

    quarters: int
    cap: int
    floor: float
    soft: float
    extra: float
    term_quarters: Ints
    offering: Ints
    hours: Ints
    term: Ints
    spend: Ints
    pinned: Bools
    idle: Bools
    aside: Bools
    clash_start: Ints
    clash: Ints
    need_start: Ints
    need: Ints
    cover_start: Ints
    cover: Ints
    base: Floats


class Columns(NamedTuple):
    """The model's columns behind a person's items: `places` of each item, `lifts` by element.

    `extras` are those of the pieces of a soft floor, `sizes` their points.
    """

    place_start: Ints
    place: Ints
    lifts: Ints
    extras: Ints
    sizes: Ints


Spend = tuple[Candidate, int, list[int]]
"""An offering, what it takes of the cap, and the columns of its places that take so much."""

Lift = tuple[frozenset[str], int]
"""A step in level: the offerings that reach it, and its column of the model."""


def arrays_of(model: Model, person: Person, lifts: Sequence[Lift]) -> tuple[Items, Columns]:
    """A person's items, and the columns of the model behind them."""
    found = _spends(model, person)
    aside = model.aside.get(person.id, {})
    place_start, place = _listed([*(columns for _, _, columns in found), *_each(aside.values())])
    columns = Columns(
        place_start=place_start,
        place=place,
        lifts=_whole(column for _, column in lifts),
        extras=_whole(model.extras.get(person.id, ())),
        sizes=_whole(model.extras.get(person.id, {}).values()),
    )
    items = _items(model, person, lifts, found)
    unit = model.problem.place_units.get(person.id, 0)
    return _with_aside(items, [size * unit for size in aside]), columns


def _items(model: Model, person: Person, lifts: Sequence[Lift], found: list[Spend]) -> Items:
    number = _numbers(found)
    points = model.person_points.get(person.id, {})
    terms = {term: index for index, term in enumerate(person.term_hours)}
    clash_start, clash = _listed(_clashes([candidate for candidate, _, _ in found]))
    need_start, need = _listed([number[one] for one in each.unmet] for each, _, _ in found)
    covers: dict[str, list[int]] = defaultdict(list)
    for element, (reachers, _) in enumerate(lifts):
        for one in reachers:
            covers[one].append(element)
    cover_start, cover = _listed(covers[each.offering.id] for each, _, _ in found)
    pinned = {each.offering.id: each.pinned for each, _, _ in found}
    return Items(
        quarters=person.quarters,
        cap=NO_CAP if person.cap is None else person.cap,
        floor=float(person.floor),
        soft=float(sum(model.extras.get(person.id, {}).values())),
        extra=float(person.extra_of(1)),
        term_quarters=_whole(person.term_quarters.values()),
        offering=_whole(number[each.offering.id] for each, _, _ in found),
        hours=_whole(each.offering.quarters for each, _, _ in found),
        term=_whole(terms.get(each.offering.term or "", -1) for each, _, _ in found),
        spend=_whole(spend for _, spend, _ in found),
        pinned=np.array([pinned[one] for one in number], dtype=np.bool_),
        idle=np.array([_may_idle(each) for each, _, _ in found], dtype=np.bool_),
        aside=np.zeros(len(found), dtype=np.bool_),
        clash_start=clash_start,
        clash=clash,
        need_start=need_start,
        need=need,
        cover_start=cover_start,
        cover=cover,
        base=np.array([points.get(column, 0) for _, column in lifts], dtype=np.float64),
    )


def _with_aside(items: Items, quarters: Sequence[int]) -> Items:
    """The items, and after them one for each number of quarters that may be set aside."""
    more = len(quarters)
    if not more:
        return items
    yes, no = np.ones(more, dtype=np.bool_), np.zeros(more, dtype=np.bool_)
    ends = np.zeros(more, dtype=np.int64)
    first = len(items.pinned)
    return items._replace(
        offering=np.append(items.offering, np.arange(first, first + more)),
        hours=np.append(items.hours, _whole(quarters)),
        term=np.append(items.term, ends - 1),
        spend=np.append(items.spend, ends),
        pinned=np.append(items.pinned, no),
        idle=np.append(items.idle, yes),
        aside=np.append(items.aside, yes),
        clash_start=np.append(items.clash_start, ends + len(items.clash)),
        need_start=np.append(items.need_start, ends + len(items.need)),
        cover_start=np.append(items.cover_start, ends + len(items.cover)),
    )


def _may_idle(candidate: Candidate) -> bool:
    """Whether a best plan may hold it though its person gains nothing by it."""
    return candidate.pinned or candidate.kept or bool(candidate.offering.tiers)


def _spends(model: Model, person: Person) -> list[Spend]:
    """The places of each offering by what they take of the cap; together where there is none."""
    capped = person.cap is not None
    found = []
    for candidate in model.candidates_of(person.id):
        by_spend: dict[int, list[int]] = defaultdict(list)
        columns = model.by_pair[person.id, candidate.offering.id]
        for place, column in zip(candidate.places, columns, strict=True):
            by_spend[place.cost if capped else 0].append(column)
        found += [(candidate, spend, each) for spend, each in by_spend.items()]
    return found


def _numbers(found: Iterable[Spend]) -> dict[str, int]:
    offerings = dict.fromkeys(candidate.offering.id for candidate, _, _ in found)
    return {one: index for index, one in enumerate(offerings)}


def _clashes(found: list[Candidate]) -> list[list[int]]:
    """The other items of the same offering, and those that share a session with it."""
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, candidate in enumerate(found):
        together["offering", candidate.offering.id].append(index)
        for session in candidate.offering.sessions:
            together["session", session].append(index)
    clashes: list[set[int]] = [set() for _ in found]
    for group in together.values():
        for index in group:
            clashes[index].update(other for other in group if other != index)
    return [sorted(each) for each in clashes]


def _listed(found: Iterable[Iterable[int]]) -> tuple[Ints, Ints]:
    """Lists one behind the other, with where each begins."""
    each = [list(one) for one in found]
    start = np.cumsum([0, *map(len, each)], dtype=np.int64)
    return start, _whole(number for one in each for number in one)


def _each(columns: Iterable[int]) -> list[list[int]]:
    return [[column] for column in columns]


def _whole(numbers: Iterable[int]) -> Ints:
    return np.array(list(numbers), dtype=np.int64)
