"""Settings and team inputs as the engine's problem; ids are the database's, as text."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pdplanner import engine
from pdplanner.plans.items.runs import Run
from pdplanner.plans.planner.attendance import choice_of, days_of, lost_by_person, open_runs
from pdplanner.plans.planner.cover import AwayLimits, away_limits
from pdplanner.plans.planner.late_runs import late_runs, with_places_paid
from pdplanner.plans.planner.memberships import engine_memberships
from pdplanner.plans.planner.mentors import outside_mentors
from pdplanner.plans.planner.offerings import engine_offerings, priced_offerings
from pdplanner.plans.planner.people import engine_people
from pdplanner.plans.planner.report_figures import AFTER_LEAVING, LateRuns, LostRun
from pdplanner.plans.planner.requirements import only_required
from pdplanner.plans.planner.settings import Settings
from pdplanner.plans.planner.team_inputs import TeamInputs


def problem_of(inputs: TeamInputs, settings: Settings) -> engine.Problem:
    """Return the problem, everything in the order of ids, so that it is the same each time.

    Rules that the problem cannot hold are left out: see `obstacles`.
    """
    return problem_with_late_runs(inputs, settings)[0]


def problem_with_late_runs(
    inputs: TeamInputs, settings: Settings
) -> tuple[engine.Problem, tuple[LateRuns, ...]]:
    """Return the problem, and the runs that bound its places by the money that lasts so long."""
    problem = _problem(inputs, settings)
    late = late_runs(inputs, problem)
    return with_places_paid(problem, late), late


def _problem(inputs: TeamInputs, settings: Settings) -> engine.Problem:
    planned = engine_offerings(inputs, settings)
    offerings = tuple(sorted(planned + only_required(planned), key=lambda each: int(each.id)))
    people = engine_people(inputs, settings, offerings)
    outside = outside_mentors(inputs, offerings)
    known_people = {person.id for person in people}
    known_offerings = {offering.id for offering in offerings}
    return engine.Problem(
        funds=tuple(
            engine.Fund(id=str(fund.id), amount=settings.limits[fund.id])
            for fund in inputs.funds
            if fund.id in settings.limits
        ),
        offerings=offerings,
        people=tuple(sorted((*people, *outside), key=lambda each: int(each.id))),
        memberships=engine_memberships(inputs, settings, offerings),
        cover=_cover(inputs, settings),
        previous=tuple(
            engine.Assignment(person=str(person_id), offering=str(offering_id))
            for person_id, offering_id in sorted(settings.previous)
            if str(person_id) in known_people and str(offering_id) in known_offerings
        ),
    )


def _cover(inputs: TeamInputs, settings: Settings) -> tuple[engine.Cover, ...]:
    """By day of what has one run; of what has several, by all of its runs together.

    In which run of several somebody is, is said once the plan is found (see `attending`).
    """
    runs = {one: open_runs(inputs, one) for one in sorted(inputs.runs)}
    single = {day for mine in runs.values() if len(mine) == 1 for day in days_of(mine[0])}
    limits = away_limits(inputs, settings)
    by_day = [
        engine.Cover(people=limit.people, session=limit.day, away=limit.away)
        for limit in limits.on(single)
    ]
    several = {one: mine for one, mine in runs.items() if len(mine) > 1}
    return (*by_day, *_cover_of_choices(several, limits))


def _cover_of_choices(
    several: Mapping[int, Sequence[Run]], limits: AwayLimits
) -> Iterator[engine.Cover]:
    """Of a group at most so many as may be away for each run in turn, where that is not all."""
    days = {day for mine in several.values() for run in mine for day in days_of(run)}
    by_group: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for people, day, away in limits.on(days):
        by_group[people][day] = away
    for people, away_on in by_group.items():
        for one, mine in several.items():
            most = sum(
                min((away_on[day] for day in days_of(run)), default=len(people)) for run in mine
            )
            if most < len(people):
                yield engine.Cover(people=people, session=choice_of(one), away=most)


def obstacles(inputs: TeamInputs, settings: Settings) -> tuple[engine.Reason, ...]:
    """Why must-haves cannot even be tried.

    There is no price or hours here, nobody to plan for, or no run that blackouts leave.
    """
    priced = priced_offerings(inputs)
    rated = {person.id for person in inputs.rated}
    found = []
    for kind, offering_id, person_id in settings.rules:
        what = (str(offering_id),)
        who = () if person_id is None else (str(person_id),)
        if kind == "pin" and offering_id not in priced:
            found.append(engine.Reason(rule="unpriced", text="", people=who, offerings=what))
        elif kind == "pin" and person_id is not None and person_id not in rated:
            found.append(engine.Reason(rule="unrated", text="", people=who, offerings=what))
    return (*found, *_blacked_out(inputs, settings))


def _blacked_out(inputs: TeamInputs, settings: Settings) -> Iterator[engine.Reason]:
    """By must-have, those who cannot go to any run of it; nobody named means everybody."""
    lost = lost_by_person(inputs)
    held = {(item.person_id, item.offering_id) for item in inputs.commitments}
    stuck: dict[int, list[int]] = defaultdict(list)
    for person_id in sorted(lost):
        for offering_id in settings.pinned_for(person_id) & lost[person_id].keys():
            if (person_id, offering_id) not in held:
                stuck[offering_id].append(person_id)
    for offering_id, people in sorted(stuck.items()):
        leavers = [one for one in people if _leaves_before(lost[one][offering_id])]
        for rule, whose in (
            ("leaves", leavers),
            ("blacked out", [one for one in people if one not in leavers]),
        ):
            named = () if len(whose) == len(lost) else tuple(str(each) for each in whose)
            if whose:
                yield engine.Reason(rule=rule, text="", people=named, offerings=(str(offering_id),))


def _leaves_before(runs: Sequence[LostRun]) -> bool:
    return any(run.blackout == AFTER_LEAVING for run in runs)
