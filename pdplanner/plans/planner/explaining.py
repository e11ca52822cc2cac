"""What the engine explains of a plan, with the database's ids."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from pdplanner import engine
from pdplanner.engine.choices import learning
from pdplanner.engine.explaining import explain
from pdplanner.engine.explaining.left_open import OpenLevel
from pdplanner.engine.explaining.why_not import PersonWhyNot, WhyNots
from pdplanner.plans.planner.attendance import Lost
from pdplanner.plans.planner.late_runs import bound_by_money
from pdplanner.plans.planner.mentors import learners
from pdplanner.plans.planner.report_figures import (
    Lack,
    LateRuns,
    LeftOut,
    OpenFigures,
    PersonFigures,
)
from pdplanner.plans.planner.requirements import can_be_taken
from pdplanner.plans.planner.school_terms import Calendar, hours_by_term
from pdplanner.plans.planner.study_questions import Studied

PAID_SEATS = {"no seats": "no seats paid", "seats taken": "paid seats taken"}
MOST_LEFT_OUT = 30
"""As many offerings are explained; those that would close the most come first."""


def closable_points(problem: engine.Problem) -> int:
    """The weighted gap of everybody in the problem."""
    return sum(learning.open_points(person) for person in problem.people)


def person_figures(
    problem: engine.Problem, result: engine.Result, calendar: Calendar
) -> tuple[PersonFigures, ...]:
    """Figures by person; a place in a cohort costs its person nothing of the cohort's price."""
    planned = {one.id for one in learners(problem)}
    return tuple(
        PersonFigures(
            person_id=int(one.person),
            gap=one.gap,
            closed=one.closed,
            cents=one.cost,
            hours=one.hours,
            given=one.given,
            terms=hours_by_term(
                problem,
                one.person,
                [choice.offering for choice in result.choices_of.get(one.person, ())],
                calendar,
            ),
        )
        for one in explain.person_totals(problem, result)
        if one.person in planned
    )


def open_figures(
    problem: engine.Problem, opened: Iterable[OpenLevel], late: Iterable[LateRuns]
) -> tuple[OpenFigures, ...]:
    """What stays open, by indicator and by the first thing that stands in the way."""
    unpaid = {str(one) for one in bound_by_money(problem, late)}
    found: dict[tuple[int, str], list[OpenLevel]] = defaultdict(list)
    for one in opened:
        lacks_money = one.cause == "places" and unpaid.issuperset(one.full)
        found[int(one.indicator), "money" if lacks_money else one.cause].append(one)
    return tuple(
        OpenFigures(
            indicator_id=indicator,
            cause=cause,
            points=sum(one.points for one in levels),
            people=len({one.person for one in levels}),
        )
        for (indicator, cause), levels in sorted(found.items())
    )


def left_out(
    problem: engine.Problem,
    result: engine.Result,
    *,
    lost: Mapping[int, Lost],
    declined: Mapping[int, Collection[int]],
    lost_to_all: Iterable[engine.Offering],
    late: Collection[LateRuns],
) -> tuple[LeftOut, ...]:
    """Why the offerings that would close the most by themselves are not in the plan.

    All those that blackouts leave nobody a run of are named, however little they would close.
    """
    taken = {choice.offering for choice in result.choices}
    alone = {one.id: _alone(problem, one) for one in problem.offerings if one.id not in taken}
    largest = sorted((one for one in alone if alone[one]), key=lambda one: (-alone[one], int(one)))
    reasons = WhyNots(problem, result)
    explained = [reasons.of(one) for one in largest[:MOST_LEFT_OUT]]
    found = [
        _left_out(one.offering, one.nearest, alone[one.offering], lost, declined)
        for one in explained
        if one.nearest
    ]
    found += [_blacked_out(problem, one, lost) for one in lost_to_all if _alone(problem, one)]
    unpaid = bound_by_money(problem, late)
    found = [_by_money(one, unpaid) for one in found]
    return tuple(sorted(found, key=lambda one: (-one.points, one.offering_id)))


def why_not(plan: Studied, offering_id: int) -> list[LeftOut]:
    """Each person's reason why an offering is not in the plan; none where it cannot be planned."""
    offering = plan.problem.offering_by_id.get(str(offering_id))
    if offering is None or not can_be_taken(offering):
        return []
    points = _alone(plan.problem, offering)
    found = WhyNots(plan.problem, plan.result).of(str(offering_id))
    reasons = (_left_out(found.offering, one, points, {}, {}) for one in found.people)
    unpaid = bound_by_money(plan.problem, plan.late)
    return [_by_money(one, unpaid) for one in reasons]


def _by_money(reason: LeftOut, unpaid: Collection[int]) -> LeftOut:
    """The engine knows places alone: not that there are more, in runs that no money lasts until."""
    ends = reason.offering_id in unpaid
    rule = PAID_SEATS.get(reason.rule, reason.rule) if ends else reason.rule
    return replace(reason, rule=rule)


def _alone(problem: engine.Problem, offering: engine.Offering) -> int:
    """The points that an offering closes by itself if everybody takes it."""
    return sum(
        learning.closed(person, learning.reached(person, offering)) for person in problem.people
    )


def _left_out(
    offering: str,
    of: PersonWhyNot,
    points: int,
    lost: Mapping[int, Lost],
    declined: Mapping[int, Collection[int]],
) -> LeftOut:
    offering_id, person_id = int(offering), int(of.person)
    # The engine knows exclusions alone; whose they are is ours to say.
    out = of.rule == "excluded"
    runs = lost.get(person_id, {}).get(offering_id, ()) if out else ()
    said_no = out and offering_id in declined.get(person_id, ())
    return LeftOut(
        offering_id=offering_id,
        points=points,
        rule="blacked out" if runs else "declined" if said_no else of.rule,
        person_id=person_id,
        more=of.points,
        cents=of.cents,
        hours=of.hours,
        other_id=None if of.other is None else int(of.other),
        lost=runs,
        has=of.has,
        lacks=tuple(Lack(one.rule, one.has, one.missing) for one in of.lacks),
        with_required=of.with_required,
        closed_by=tuple(int(one) for one in of.closed_by),
    )


def _blacked_out(
    problem: engine.Problem, offering: engine.Offering, lost: Mapping[int, Lost]
) -> LeftOut:
    """Of an offering that nobody has a run of, for the person for whom it would close the most."""
    person = max(
        learners(problem), key=lambda one: learning.closed(one, learning.reached(one, offering))
    )
    return LeftOut(
        offering_id=int(offering.id),
        points=_alone(problem, offering),
        rule="blacked out",
        person_id=int(person.id),
        more=0,
        cents=(offering.price or 0) + offering.place_costs,
        hours=offering.hours,
        other_id=None,
        lost=lost[int(person.id)][int(offering.id)],
    )
