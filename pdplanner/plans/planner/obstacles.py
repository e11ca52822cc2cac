"""Why no plan exists, as the engine says it, with the database's ids and a person's hours."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pdplanner import engine
from pdplanner.plans.planner.late_runs import bound_by_money
from pdplanner.plans.planner.people import Room
from pdplanner.plans.planner.report_figures import LateRuns, Obstacle


def engine_obstacles(
    problem: engine.Problem,
    result: engine.Result,
    room: Mapping[int, Room],
    late: Iterable[LateRuns],
) -> tuple[Obstacle, ...]:
    ends = bound_by_money(problem, late)
    found = (_obstacle(reason, room) for reason in result.reasons)
    return tuple(
        replace(one, rule="seats paid")
        if one.rule == "seats" and ends & {*one.offering_ids}
        else one
        for one in found
    )


def _obstacle(reason: engine.Reason, room: Mapping[int, Room]) -> Obstacle:
    """`room` are the hours of each person: of one whom they do not suffice they are told."""
    whose = [int(one) for one in reason.people]
    hours = room.get(whose[0]) if reason.rule == "hours" and len(whose) == 1 else None
    return Obstacle(
        rule=reason.rule,
        text=reason.text,
        person_ids=tuple(int(one) for one in reason.people),
        offering_ids=tuple(int(one) for one in reason.offerings),
        needs=reason.needs,
        has=reason.has,
        limits=reason.limits,
        most=hours.most if hours else None,
        used=hours.used if hours else None,
    )
