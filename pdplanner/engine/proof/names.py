"""Whether the rows that a certificate names are rows of the problem."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import RowPrice

Of = tuple[str, ...]


def misnamed(problem: Problem, prices: Sequence[RowPrice]) -> Iterator[str]:
    """What no price may be, in sentences: of a row that is none, below 0, or given twice."""
    for one in prices:
        name = f"{one.rule} {', '.join(one.of)}"
        known = ROWS.get(one.rule)
        if known is None or not known(problem, one.of):
            yield f"The certificate prices {name}, which is no row of the problem."
        if not one.price >= 0:
            yield f"The price of {name} is {one.price}, below 0."
    for (rule, of), times in Counter((one.rule, frozenset(one.of)) for one in prices).items():
        if times > 1:
            yield f"The certificate prices {rule} {', '.join(sorted(of))} {times} times."


def _funds(problem: Problem, of: Of) -> bool:
    return bool(of) and _distinct(of) and set(of) <= {fund.id for fund in problem.funds}


def _distinct(of: Of) -> bool:
    return len(set(of)) == len(of)


def _seats(problem: Problem, of: Of) -> bool:
    return _one_of(of, (one.id for one in problem.offerings if one.seats is not None))


def _one_of(of: Of, names: Iterable[str]) -> bool:
    return len(of) == 1 and of[0] in names


def _cohorts(problem: Problem, of: Of) -> bool:
    one = problem.offering_by_id.get(of[0]) if of else None
    return one is not None and one.cohort is not None and _people(problem, of[1:], most=1)


def _memberships(problem: Problem, of: Of) -> bool:
    one = problem.offering_by_id.get(of[0]) if len(of) == 2 else None
    return one is not None and one.member is not None and _people(problem, of[1:], most=1)


def _tiers(problem: Problem, of: Of) -> bool:
    one = problem.offering_by_id.get(of[0]) if len(of) > 1 else None
    starts = [str(tier.start) for tier in one.tiers] if one else []
    return bool(starts) and of[1] in starts and _people(problem, of[2:], most=1)


def _people(problem: Problem, of: Of, *, most: int) -> bool:
    return len(of) <= most and all(one in problem.person_by_id for one in of)


ROWS: Mapping[str, Callable[[Problem, Of], bool]] = {
    "funds": _funds,
    "seats": _seats,
    "mentors": lambda problem, of: _one_of(of, problem.place_units),
    "cohorts": _cohorts,
    "memberships": _memberships,
    "tiers": _tiers,
    "cover": lambda problem, of: _one_of(of, _paths("cover", problem.cover)),
    "bench": lambda problem, of: _one_of(of, _paths("bench", problem.bench)),
}
"""By rule: whether there is a row about these ids (shared_rows.py names the rows)."""


def _paths(name: str, parts: Sequence[object]) -> list[str]:
    return [f"{name}[{index}]" for index in range(len(parts))]
