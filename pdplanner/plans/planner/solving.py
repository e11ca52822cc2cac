"""Solves a problem and turns the result into lines, money and words' figures."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from pdplanner import engine
from pdplanner.engine.explaining import explain
from pdplanner.engine.explaining.left_open import left_open
from pdplanner.plans.items.memberships import KnownMembership
from pdplanner.plans.planner.attendance import Lost, lost_by_person
from pdplanner.plans.planner.attending import Attended, attended
from pdplanner.plans.planner.explaining import (
    closable_points,
    left_out,
    open_figures,
    person_figures,
)
from pdplanner.plans.planner.obstacles import engine_obstacles
from pdplanner.plans.planner.offerings import lost_offerings
from pdplanner.plans.planner.people import Room, rooms_of
from pdplanner.plans.planner.price_structures import membership_figures, price_structures
from pdplanner.plans.planner.problem import obstacles, problem_with_late_runs
from pdplanner.plans.planner.report import Report
from pdplanner.plans.planner.report_figures import LateRuns
from pdplanner.plans.planner.school_terms import Calendar, calendar_of
from pdplanner.plans.planner.settings import Settings
from pdplanner.plans.planner.shares import Shares
from pdplanner.plans.planner.steps import Steps, expected_steps, required_first, steps_of
from pdplanner.plans.planner.team_inputs import TeamInputs
from pdplanner.plans.planner.timetables import Timetables, timetables_of


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Everything that a build needs, read: what follows needs no database.

    `expected` are the steps that commitments should bring, beyond what people are rated at;
    `counted` are the ids of these items.
    `lost` are, by person id, the offerings that they have no run of, `declined` those that they
    said no to. What nobody has a run of is no part of the problem, but `lost_to_all`.
    `memberships` may be bought, by id. `late_runs` bound the places of the problem. `members`
    counts the people of the unit, rated or not.
    """

    problem: engine.Problem
    obstacles: tuple[engine.Reason, ...]
    expected: Steps
    counted: tuple[int, ...]
    timetables: Timetables
    lost: Mapping[int, Lost]
    declined: Mapping[int, Collection[int]]
    lost_to_all: tuple[engine.Offering, ...]
    calendar: Calendar
    room: Mapping[int, Room]
    memberships: Mapping[int, KnownMembership]
    late_runs: tuple[LateRuns, ...]
    members: int


@dataclass(frozen=True, kw_only=True)
class PlacedLine:
    """One place: cents of fee and travel, with `shared_cents` of a cohort's or membership's price.

    `payments` are the cents of each fund; they add up to `cents`.
    """

    person_id: int
    offering_id: int
    payments: Mapping[int, int]
    mode: str
    cents: int
    shared_cents: int
    hours: float
    points: int


@dataclass(frozen=True, kw_only=True)
class Built:
    """A plan with its proof, or (`possible` False) the rules that leave none."""

    possible: bool
    problem: str
    result: str
    report: Report
    value: int
    bound: int
    total_gap: int
    cost_cents: int
    lines: tuple[PlacedLine, ...]
    spent: Mapping[int, int]


def draft(inputs: TeamInputs, settings: Settings) -> Draft:
    problem, late = problem_with_late_runs(inputs, settings)
    return Draft(
        problem=problem,
        obstacles=obstacles(inputs, settings),
        expected=expected_steps(inputs, problem),
        counted=tuple(each.item_id for each in inputs.commitments),
        timetables=timetables_of(inputs, settings),
        lost=lost_by_person(inputs),
        declined=inputs.declined,
        lost_to_all=lost_offerings(inputs, settings),
        calendar=calendar_of(inputs),
        room=rooms_of(inputs, settings),
        memberships=inputs.memberships,
        late_runs=late,
        members=len(inputs.people),
    )


def build(draft: Draft, watch: engine.Watch | None = None) -> Built:
    """Find the best plan; `watch` is told how far the search is, and may end it.

    The engine has its answer checked before it gives it. Raises the engine's errors, also where its
    limits end the search.
    """
    problem = draft.problem
    if draft.obstacles:
        found = Attended(engine.Result(status="impossible", reasons=draft.obstacles), ())
    else:
        found = attended(problem, draft.timetables, engine.Limits(watch=watch))
    result = found.result
    return Built(
        possible=result.status != "impossible",
        problem=engine.write_problem(problem),
        result=engine.write_result(result),
        report=_report(draft, found),
        value=result.value,
        bound=result.bound,
        total_gap=closable_points(problem),
        cost_cents=result.cost,
        lines=tuple(_lines(problem, result)),
        spent={int(fund): cents for fund, cents in result.fund_spend.items()},
    )


def _report(draft: Draft, found: Attended) -> Report:
    problem, result = draft.problem, found.result
    report = Report(
        targets=sum(len(person.targets) for person in problem.people),
        covered=sum(step.points for steps in draft.expected.values() for step in steps),
        counted=draft.counted,
        offerings=len(problem.offerings),
        seconds=result.work.seconds,
        stopped_by=result.work.stopped_by,
        late_runs=draft.late_runs,
        members=draft.members,
    )
    if result.status == "impossible":
        blocking = engine_obstacles(problem, result, draft.room, draft.late_runs)
        return replace(report, obstacles=blocking)
    opened = left_open(problem, result)
    return replace(
        report,
        people=person_figures(problem, result, draft.calendar),
        left_out=left_out(
            problem,
            result,
            lost=draft.lost,
            declined=draft.declined,
            lost_to_all=draft.lost_to_all,
            late=draft.late_runs,
        ),
        open=open_figures(problem, opened, draft.late_runs),
        structures=price_structures(problem, result),
        required_first=required_first(problem, result),
        runs=found.runs,
        barred=found.barred,
        unpaid=found.unpaid,
        steps=steps_of(problem, result, opened, draft.expected),
        memberships=membership_figures(problem, result, draft.memberships),
    )


def _lines(problem: engine.Problem, result: engine.Result) -> Iterator[PlacedLine]:
    shares = Shares(problem, result)
    for line in explain.lines(problem, result):
        choice = line.choice
        share = shares.next_of(choice)
        payments = Counter(choice.paid_by)
        payments.update(share)
        shared = sum(share.values())
        yield PlacedLine(
            person_id=int(choice.person),
            offering_id=int(choice.offering),
            payments={int(fund): part for fund, part in payments.items() if part},
            mode=choice.mode,
            cents=choice.price + choice.costs + shared,
            shared_cents=shared,
            hours=line.hours,
            points=line.points,
        )
