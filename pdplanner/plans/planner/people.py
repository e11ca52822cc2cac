"""People as the engine knows them: levels, targets, and what their year still has room for."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pdplanner import engine
from pdplanner.assessments.gaps import value_table
from pdplanner.budgets.rules import pays_for_person
from pdplanner.organization.models import Person
from pdplanner.organization.targets import Aim
from pdplanner.plans.planner.attendance import lost_by_person
from pdplanner.plans.planner.committed_items import Commitment
from pdplanner.plans.planner.committed_levels import expected_levels
from pdplanner.plans.planner.school_terms import calendar_of
from pdplanner.plans.planner.settings import Settings
from pdplanner.plans.planner.team_inputs import TeamInputs
from pdplanner.plans.planner.timetables import timetables_of

FULL = 10
"""Engine points of one weight; half of it where a good-enough level is set (decision 11)."""


def engine_people(
    inputs: TeamInputs, settings: Settings, offerings: tuple[engine.Offering, ...]
) -> tuple[engine.Person, ...]:
    """The rated people, by id."""
    bridge = _Bridge(inputs, settings, offerings)
    return tuple(bridge.person(each) for each in inputs.rated)


class _Bridge:
    """What is the same for all people is worked out once."""

    def __init__(
        self, inputs: TeamInputs, settings: Settings, offerings: tuple[engine.Offering, ...]
    ) -> None:
        self.inputs, self.settings = inputs, settings
        self.offered = {int(each.id): each for each in offerings}
        self.expected = expected_levels(inputs.commitments, inputs.levels, inputs.taught)
        self.lost = lost_by_person(inputs)
        self.timetables = timetables_of(inputs, settings)
        self.calendar, self.room = calendar_of(inputs), rooms_of(inputs, settings)
        self.spendable = [fund for fund in inputs.funds if fund.id in settings.limits]
        self.committed: dict[int, list[Commitment]] = defaultdict(list)
        for item in inputs.commitments:
            self.committed[item.person_id].append(item)

    def person(self, person: Person) -> engine.Person:
        levels, targets = self._levels(person), self._targets(person)
        gap = sum(target.worth(4) - target.worth(levels[code]) for code, target in targets.items())
        roles = {role.id for role in person.job_roles}
        done = {item.offering_id for item in self.committed[person.id]} & self.offered.keys()
        return engine.Person(
            id=str(person.id),
            hours=self._hours(person),
            term_hours=self.calendar.left[person.id],
            done=_texts(done),
            funds=tuple(
                str(fund.id) for fund in self.spendable if pays_for_person(fund, person.unit, roles)
            ),
            cap=self._cap(person),
            # Who has less to close than the floor asks closes all of it.
            floor=min(self.settings.floor * FULL, gap),
            pinned=_texts(self.settings.pinned_for(person.id) & self.offered.keys() - done),
            excluded=_texts(self._barred(person.id) & self.offered.keys()),
            busy=tuple(sorted(self.timetables.busy(person.id))),
            levels=levels,
            targets=targets,
        )

    def _barred(self, person_id: int) -> set[int]:
        """What the director excludes, and what the person has no run of or said no to."""
        lost = self.lost[person_id].keys()
        return self.settings.excluded_for(person_id) | lost | self._declined(person_id)

    def _declined(self, person_id: int) -> set[int]:
        """A must-have goes before a no."""
        no = set(self.inputs.declined.get(person_id, ()))
        return no - self.settings.pinned_for(person_id)

    def _levels(self, person: Person) -> dict[str, int]:
        expected = self.expected.get(person.id, {})
        held = self.inputs.levels[person.id]
        return {
            str(indicator_id): max(each.level, expected.get(indicator_id, 0))
            for indicator_id, each in sorted(held.items())
            if each.level is not None
        }

    def _targets(self, person: Person) -> dict[str, engine.Target]:
        """Targets of rated indicators; one that weighs nothing has nothing to close."""
        held = self.inputs.levels[person.id]
        return {
            str(indicator_id): engine_target(aim)
            for indicator_id, aim in sorted(self.inputs.aims.get(person.id, {}).items())
            if aim.weight and indicator_id in held and held[indicator_id].level is not None
        }

    def _hours(self, person: Person) -> float:
        """What the year has left."""
        most, used = self.room[person.id]
        return max(0, most - used)

    def _cap(self, person: Person) -> int | None:
        limits = [
            each
            for each in (self.settings.allowance_cents, person.allowance_cents)
            if each is not None
        ]
        used = sum(item.allowance_cents for item in self.committed[person.id] if item.this_year)
        return max(0, min(limits) - used) if limits else None


class Room(NamedTuple):
    """A person's hours in the year, and those that committed items take, to learn or to mentor."""

    most: float
    used: float


def rooms_of(inputs: TeamInputs, settings: Settings) -> dict[int, Room]:
    """Return the hours of each rated person, by their id."""
    used: dict[int, float] = defaultdict(float)
    for item in inputs.commitments:
        if item.this_year:
            used[item.person_id] += item.hours
    return {
        one.id: Room(
            min(each for each in (settings.hours, one.hours) if each is not None),
            used[one.id] + inputs.given.get(one.id, 0),
        )
        for one in inputs.rated
    }


def engine_target(aim: Aim) -> engine.Target:
    if aim.good_enough is None:
        return engine.Target(level=aim.level, weight=FULL * aim.weight)
    return engine.Target(points=value_table(aim))


def _texts(ids: Sequence[int] | set[int]) -> tuple[str, ...]:
    return tuple(str(each) for each in sorted(ids))
