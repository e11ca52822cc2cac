"""The rules of a plan, each a named function that adds its rows to a model.

The rule of money stands in money.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pdplanner.engine.model.money import funds
from pdplanner.engine.solver.program import negative, ones

if TYPE_CHECKING:
    from pdplanner.engine.model.compact import Model


def one_place(model: Model) -> None:
    """An offering is taken once, in one mode, at one price."""
    for columns in model.by_pair.values():
        if len(columns) > 1:
            model.program.at_most(ones(columns), 1)


def hours(model: Model) -> None:
    for person in model.problem.people:
        terms = {
            column: candidate.offering.quarters
            for candidate in model.candidates_of(person.id)
            for column in model.by_pair[person.id, candidate.offering.id]
            if candidate.offering.quarters
        }
        unit = model.problem.place_units.get(person.id, 0)
        pieces = model.aside.get(person.id, {})
        terms |= {column: size * unit for size, column in pieces.items()}
        model.mark(model.program.at_most(terms, person.quarters), "hours", person.id)


def term_hours(model: Model) -> None:
    """What falls in a term keeps its own limit beside that of the year."""
    for person in model.problem.people:
        terms: dict[str, dict[int, int]] = {term: {} for term in person.term_hours}
        for candidate in model.candidates_of(person.id):
            if candidate.offering.term in terms and candidate.offering.quarters:
                columns = model.by_pair[person.id, candidate.offering.id]
                quarters = dict.fromkeys(columns, candidate.offering.quarters)
                terms[candidate.offering.term].update(quarters)
        for term, used in terms.items():
            model.program.at_most(used, person.term_quarters[term])


def cap(model: Model) -> None:
    """Price and costs of a person's places, never a share of a cohort."""
    spent: dict[str, dict[int, int]] = defaultdict(dict)
    for (owner, _, _, _), column in model.place.items():
        cents = sum(model.bills[column].values())
        if cents:
            spent[owner][column] = cents
    for person in model.problem.people:
        if person.cap is not None:
            model.mark(model.program.at_most(spent[person.id], person.cap), "cap", person.id)


def sessions(model: Model) -> None:
    """Offerings that share a session exclude each other for one person."""
    for person in model.problem.people:
        by_session: dict[str, list[int]] = defaultdict(list)
        for candidate in model.candidates_of(person.id):
            for session in candidate.offering.sessions:
                by_session[session] += model.by_pair[person.id, candidate.offering.id]
        for columns in by_session.values():
            model.program.at_most(ones(columns), 1)


def prerequisites(model: Model) -> None:
    for (person, offering), candidate in model.candidates.items():
        takes = ones(model.by_pair[person, offering])
        for need in candidate.unmet:
            model.program.at_most({**takes, **negative(ones(model.by_pair[person, need]))}, 0)


def pins(model: Model) -> None:
    for pair, candidate in model.candidates.items():
        if candidate.pinned:
            model.program.exactly(ones(model.by_pair[pair]), 1)


def floor(model: Model) -> None:
    for person in model.problem.people:
        if person.floor:
            model.program.at_least(model.person_points[person.id], person.floor)


def soft_floor(model: Model) -> None:
    """What counts for more is closed; the pieces together are no more than the floor."""
    for person, pieces in model.extras.items():
        model.program.at_most({**pieces, **negative(model.person_points[person])}, 0)


def seats(model: Model) -> None:
    """Seat, member and cohort places count together."""
    for one, keys in model.by_offering.items():
        limit = model.problem.offering_by_id[one].seats
        if limit is not None:
            terms = ones(model.place[key] for key in keys)
            model.mark(model.program.at_most(terms, limit), "seats", one)


def mentors(model: Model) -> None:
    """What a mentor gives comes out of the hours set aside, which the mentor does not learn in."""
    given: dict[str, dict[int, int]] = defaultdict(dict)
    for (_, one, _, _), column in model.place.items():
        offering = model.problem.offering_by_id[one]
        if offering.mentor is not None and offering.quarters:
            unit = model.problem.place_units[offering.mentor]
            given[offering.mentor][column] = offering.quarters // unit
    for mentor, units in given.items():
        aside = {column: -size for size, column in model.aside[mentor].items()}
        model.mark(model.program.at_most({**units, **aside}, 0), "mentors", mentor)


def cohorts(model: Model) -> None:
    """Places of a cohort only in cohorts that are bought, no more than they seat."""
    for one, count in model.cohort.items():
        cohort = model.problem.offering_by_id[one].cohort
        keys = [key for key in model.by_offering[one] if key[2] == "cohort"]
        if cohort is not None:
            terms = ones(model.place[key] for key in keys)
            model.mark(model.program.at_most({**terms, count: -cohort.seats}, 0), "cohorts", one)
        for key in keys:
            row = model.program.at_most({model.place[key]: 1, count: -1}, 0)
            model.mark(row, "cohorts", one, key[0])


def memberships(model: Model) -> None:
    """A member price only with the membership bought."""
    for key, column in model.place.items():
        member = model.problem.offering_by_id[key[1]].member
        if key[2] == "member" and member is not None:
            bought = model.membership[member.membership]
            row = model.program.at_most({column: 1, bought: -1}, 0)
            model.mark(row, "memberships", key[1], key[0])


def tiers(model: Model) -> None:
    """The price of a tier only once so many people take a seat."""
    for (one, start), reached in model.tier.items():
        seated = [key for key in model.by_offering[one] if key[2] == "seat"]
        takers = negative(ones(model.place[key] for key in seated))
        row = model.program.at_most({reached: start, **takers}, 0)
        model.mark(row, "tiers", one, str(start))
        for key in seated:
            if key[3] == start:
                row = model.program.at_most({model.place[key]: 1, reached: -1}, 0)
                model.mark(row, "tiers", one, str(start), key[0])


def cover(model: Model) -> None:
    """At most so many of a group away in one session."""
    away: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (person, offering), places in model.by_pair.items():
        for session in model.problem.offering_by_id[offering].sessions:
            away[session][person] += places
    for index, group in enumerate(model.problem.cover):
        columns = sorted(column for one in group.people for column in away[group.session][one])
        row = model.program.at_most(ones(columns), group.away)
        model.mark(row, "cover", f"cover[{index}]")


Rules = Mapping[str, Callable[["Model"], None]]

PERSONAL_RULES: Rules = {
    "one place": one_place,
    "hours": hours,
    "term hours": term_hours,
    "cap": cap,
    "sessions": sessions,
    "prerequisites": prerequisites,
    "pins": pins,
    "floor": floor,
    "soft floor": soft_floor,
}
SHARED_RULES: Rules = {
    "seats": seats,
    "mentors": mentors,
    "cohorts": cohorts,
    "memberships": memberships,
    "tiers": tiers,
    "funds": funds,
    "cover": cover,
}
