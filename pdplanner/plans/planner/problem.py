"""Settings and team inputs as the engine's problem; ids are the database's, as text."""

from collections import defaultdict
from collections.abc import Iterator

from pdplanner import engine
from pdplanner.plans.planner.attendance import days_committed, lost_by_person
from pdplanner.plans.planner.memberships import engine_memberships
from pdplanner.plans.planner.offerings import engine_offerings, priced_offerings
from pdplanner.plans.planner.people import engine_people
from pdplanner.plans.planner.requirements import only_required
from pdplanner.plans.planner.settings import Settings
from pdplanner.plans.team_inputs import TeamInputs


def problem_of(inputs: TeamInputs, settings: Settings) -> engine.Problem:
    """Return the problem, everything in the order of ids, so that it is the same each time.

    Wishes that the problem cannot hold are left out: see `obstacles`.
    """
    planned = engine_offerings(inputs, settings)
    offerings = tuple(sorted(planned + only_required(planned), key=lambda each: int(each.id)))
    people = engine_people(inputs, settings, offerings)
    known_people = {person.id for person in people}
    known_offerings = {offering.id for offering in offerings}
    return engine.Problem(
        funds=tuple(
            engine.Fund(id=str(fund.id), amount=settings.limits[fund.id])
            for fund in inputs.funds
            if fund.id in settings.limits
        ),
        offerings=offerings,
        people=people,
        memberships=engine_memberships(inputs, settings, offerings),
        cover=_cover(inputs, settings, offerings),
        previous=tuple(
            engine.Assignment(person=str(person_id), offering=str(offering_id))
            for person_id, offering_id in sorted(settings.previous)
            if str(person_id) in known_people and str(offering_id) in known_offerings
        ),
    )


def _cover(
    inputs: TeamInputs, settings: Settings, offerings: tuple[engine.Offering, ...]
) -> tuple[engine.Cover, ...]:
    """For each group and each day on which something runs: so many of its people away at most.

    Whom a committed item takes away on that day counts.
    """
    rated = {person.id for person in inputs.rated}
    busy = days_committed(inputs)
    days = sorted({day for offering in offerings for day in offering.sessions})
    return tuple(
        engine.Cover(
            people=tuple(str(one) for one in people if one in rated),
            session=day,
            away=max(0, away - sum(day in busy.get(one, ()) for one in people)),
        )
        for people, away in sorted(_most_away(inputs, settings).items())
        for day in days
        if len(people) > away
    )


def _most_away(inputs: TeamInputs, settings: Settings) -> dict[tuple[int, ...], int]:
    """By the ids of a group's people, how many may be away at once.

    The setting is for each unit's own people, a minimum cover for those of its subtree.
    """
    found: dict[tuple[int, ...], int] = {}
    if settings.away is not None:
        teams: dict[int, list[int]] = defaultdict(list)
        for person in inputs.people:
            teams[person.unit_id].append(person.id)
        found = dict.fromkeys(map(tuple, teams.values()), settings.away)
    for unit in inputs.covered:
        people = tuple(each.id for each in inputs.people if each.unit.path.startswith(unit.path))
        away = max(0, len(people) - (unit.cover or 0))
        found[people] = min(away, found.get(people, away))
    return found


def obstacles(inputs: TeamInputs, settings: Settings) -> tuple[engine.Reason, ...]:
    """Why must-haves cannot even be tried.

    There is no price or hours here, nobody to plan for, or no run that blackouts leave.
    """
    priced = priced_offerings(inputs)
    rated = {person.id for person in inputs.rated}
    found = []
    for kind, offering_id, person_id in settings.wishes:
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
        for offering_id in settings.wished("pin", person_id) & lost[person_id].keys():
            if (person_id, offering_id) not in held:
                stuck[offering_id].append(person_id)
    for offering_id, people in sorted(stuck.items()):
        named = () if len(people) == len(lost) else tuple(str(each) for each in people)
        yield engine.Reason(
            rule="blacked out", text="", people=named, offerings=(str(offering_id),)
        )
