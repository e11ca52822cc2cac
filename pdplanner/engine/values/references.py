"""Checks between the parts of a problem: ids used once, references that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pdplanner.engine.values.errors import ProblemError, shown

if TYPE_CHECKING:
    from pdplanner.engine.values.offering import Offering
    from pdplanner.engine.values.problem import Problem

References = Iterator[tuple[str, Iterable[str]]]


def check_references(problem: Problem) -> None:
    """Raise a ProblemError for a repeated id, an unknown reference or a prerequisite cycle."""
    known = {
        "fund": _distinct("funds", [fund.id for fund in problem.funds]),
        "offering": _distinct("offerings", [offering.id for offering in problem.offerings]),
        "person": _distinct("people", [person.id for person in problem.people]),
        "membership": _distinct("memberships", [one.id for one in problem.memberships]),
    }
    for kind, path, references in _references(problem):
        for index, reference in enumerate(references):
            if reference not in known[kind]:
                place = path.replace("[]", f"[{index}]")
                raise ProblemError(place, f"no {kind} {shown(reference)} in this problem")
    _check_previous(problem)
    _check_cycles(problem)


def _distinct(path: str, ids: list[str]) -> set[str]:
    first: dict[str, int] = {}
    for index, one in enumerate(ids):
        if one in first:
            where = f"{path}[{first[one]}]"
            raise ProblemError(f"{path}[{index}].id", f"{shown(one)} is also the id of {where}")
        first[one] = index
    return set(first)


def _references(problem: Problem) -> Iterator[tuple[str, str, Iterable[str]]]:
    """(kind, path with [] where the index goes, ids referred to)."""
    for index, offering in enumerate(problem.offerings):
        yield from _offering_references(f"offerings[{index}]", offering)
    for index, person in enumerate(problem.people):
        yield "fund", f"people[{index}].funds[]", person.funds or ()
        yield "offering", f"people[{index}].done[]", person.done
        yield "offering", f"people[{index}].pinned[]", person.pinned
        yield "offering", f"people[{index}].excluded[]", person.excluded
    for index, membership in enumerate(problem.memberships):
        yield "fund", f"memberships[{index}].funds[]", membership.funds or ()
    for index, goal in enumerate(problem.bench):
        yield "person", f"bench[{index}].people[]", goal.people or ()
    for index, cover in enumerate(problem.cover):
        yield "person", f"cover[{index}].people[]", cover.people
    yield "person", "previous[].person", [one.person for one in problem.previous]
    yield "offering", "previous[].offering", [one.offering for one in problem.previous]


def _offering_references(path: str, offering: Offering) -> Iterator[tuple[str, str, Iterable[str]]]:
    yield "fund", f"{path}.funds[]", offering.funds or ()
    for index, cost in enumerate(offering.costs):
        yield "fund", f"{path}.costs[{index}].funds[]", cost.funds or ()
    if offering.cohort is not None:
        yield "fund", f"{path}.cohort.funds[]", offering.cohort.funds or ()
    if offering.member is not None:
        yield "membership", f"{path}.member.membership", (offering.member.membership,)
    if offering.mentor is not None:
        yield "person", f"{path}.mentor", (offering.mentor,)
    yield "offering", f"{path}.requires[].offering", [one.offering for one in offering.requires]


def _check_previous(problem: Problem) -> None:
    seen: set[tuple[str, str]] = set()
    for index, one in enumerate(problem.previous):
        if (one.person, one.offering) in seen:
            pair = f"{shown(one.offering)} for {shown(one.person)}"
            raise ProblemError(f"previous[{index}]", f"{pair} is listed twice")
        seen.add((one.person, one.offering))


def _check_cycles(problem: Problem) -> None:
    """Take away, again and again, what requires nothing that is left; a cycle stays."""
    left = {one.id: [need.offering for need in one.requires] for one in problem.offerings}
    while True:
        free = [one for one, needs in left.items() if not any(need in left for need in needs)]
        if not free:
            break
        for one in free:
            del left[one]
    if left:
        raise ProblemError("offerings", f"requires go in a circle: {_circle(left)}")


def _circle(left: dict[str, list[str]]) -> str:
    walk = [min(left)]
    while walk[-1] not in walk[:-1]:
        walk.append(next(need for need in left[walk[-1]] if need in left))
    circle = walk[walk.index(walk[-1]) :]
    return " requires ".join(shown(one) for one in circle)
