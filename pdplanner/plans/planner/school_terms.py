"""Which term an offering falls into, and what each person has left of a term's hours."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pdplanner import engine
from pdplanner.plans.items.runs import Run
from pdplanner.plans.planner.attendance import open_runs
from pdplanner.plans.planner.report_figures import TermHours
from pdplanner.plans.planner.team_inputs import TeamInputs


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The terms of the year: names by id, the first one first; `left` are hours by person and term.

    A term without a limit is not in `left`.
    """

    names: Mapping[str, str]
    left: Mapping[int, Mapping[str, float]]


def calendar_of(inputs: TeamInputs) -> Calendar:
    used: dict[tuple[int, str | None], float] = defaultdict(float)
    for item in inputs.commitments:
        if item.this_year:
            used[item.person_id, _committed_term(inputs, item.offering_id)] += item.hours
    most = {str(each.id): each.hours for each in inputs.school_terms if each.hours is not None}
    return Calendar(
        names={str(each.id): each.name for each in inputs.school_terms},
        left={
            person.id: {term: max(0, hours - used[person.id, term]) for term, hours in most.items()}
            for person in inputs.rated
        },
    )


def term_of(inputs: TeamInputs, offering_id: int) -> str | None:
    """Return the term in which every run begins that somebody can go to; None for any time."""
    return _term_of_all(inputs, open_runs(inputs, offering_id))


def hours_by_term(
    problem: engine.Problem, person: str, taken: Iterable[str], calendar: Calendar
) -> tuple[TermHours, ...]:
    """Return the hours of what a person takes, term by term, then those at any time.

    Nothing where no term takes hours, nor for a term in which they take nothing.
    """
    hours: dict[str | None, float] = defaultdict(float)
    for one in taken:
        offering = problem.offering_by_id[one]
        hours[offering.term] += offering.hours
    left = calendar.left.get(int(person), {})
    terms = [
        TermHours(name, hours[term], left.get(term))
        for term, name in calendar.names.items()
        if hours[term]
    ]
    at_any_time = [TermHours("any time", hours[None], None)] if hours[None] else []
    return (*terms, *at_any_time) if terms else ()


def _committed_term(inputs: TeamInputs, offering_id: int) -> str | None:
    """The term of an item that is settled: its run may have begun, or be blacked out since."""
    runs = (*inputs.begun.get(offering_id, ()), *inputs.runs.get(offering_id, ()))
    return _term_of_all(inputs, runs)


def _term_of_all(inputs: TeamInputs, runs: Iterable[Run]) -> str | None:
    found = {_term_at(inputs, run) for run in runs}
    return found.pop() if len(found) == 1 else None


def _term_at(inputs: TeamInputs, run: Run) -> str | None:
    """The term in which a run begins; None between terms."""
    return next(
        (
            str(each.id)
            for each in inputs.school_terms
            if each.starts_on <= run.starts_on <= each.ends_on
        ),
        None,
    )
