"""What a team plan rests on, read in a number of queries that no size changes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from pdplanner import clock
from pdplanner.assessments import queries as assessments
from pdplanner.assessments.queries import Held
from pdplanner.budgets import queries as budgets
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.catalog import queries as catalog
from pdplanner.catalog.models import Offering, Requirement, Session, Tag
from pdplanner.catalog.queries import Terms
from pdplanner.catalog.queries.terms import run_for
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below
from pdplanner.organization.targets import Aim
from pdplanner.plans.commitments import is_committed
from pdplanner.plans.memberships import KnownMembership, known_memberships
from pdplanner.plans.mentoring import hours_given
from pdplanner.plans.models import LearningPlan, PlanItem, State


class Commitment(NamedTuple):
    """An item that a plan leaves as it is; `this_year` uses hours and money of the year."""

    item_id: int
    person_id: int
    offering_id: int
    state: State
    changed_on: date
    this_year: bool
    allowance_cents: int
    hours: float


class Teaching(NamedTuple):
    indicator_id: int
    level: int
    from_level: int


class Run(NamedTuple):
    """A dated run that is still to come."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class TeamInputs:
    """Aims and levels are by person and indicator id; what is taught, runs and what is required by
    offering id. `memberships` are those with a known price, by id.

    `given` are the hours that committed items take of their mentors, by person id.
    """

    unit: Unit
    fiscal_year: FiscalYear
    people: Sequence[Person]
    aims: Mapping[int, Mapping[int, Aim]]
    levels: Mapping[int, Mapping[int, Held]]
    commitments: Sequence[Commitment]
    given: Mapping[int, float]
    taught: Mapping[int, Sequence[Teaching]]
    offerings: Sequence[Offering]
    terms: Mapping[int, Terms]
    runs: Mapping[int, Sequence[Run]]
    area_of: Mapping[int, int]
    funds: Sequence[Fund]
    memberships: Mapping[int, KnownMembership]
    requires: Mapping[int, Sequence[Requirement]]

    @property
    def rated(self) -> list[Person]:
        """Those whom a plan can be made for: somebody has rated them on anything."""
        return [person for person in self.people if self.levels.get(person.id)]


def team_inputs(unit: Unit, fiscal_year: FiscalYear) -> TeamInputs:
    """Read what a plan of the unit's people for the year rests on, as of today."""
    people = sorted(organization.people_in(unit), key=lambda person: person.id)
    ids = [person.id for person in people]
    commitments = commitments_in(unit, fiscal_year)
    return TeamInputs(
        unit=unit,
        fiscal_year=fiscal_year,
        people=people,
        aims=organization.targets_of(ids),
        levels=assessments.current_levels(ids),
        commitments=commitments,
        given=hours_given(fiscal_year.id, is_committed(fiscal_year.id)),
        taught=_taught(unit, fiscal_year),
        offerings=sorted(catalog.offerings_for(unit.path), key=lambda each: each.id),
        terms=catalog.terms_of(fiscal_year.unit_id),
        runs=_runs_to_come(fiscal_year),
        area_of=_areas_of_indicators(),
        funds=budgets.funds_of(unit, fiscal_year),
        memberships=known_memberships(unit, fiscal_year),
        requires=catalog.requirements_of(),
    )


def commitments_in(unit: Unit, fiscal_year: FiscalYear) -> list[Commitment]:
    """Return the committed items of the unit's people, of this and of earlier years."""
    rows = (
        select(
            PlanItem.id,
            LearningPlan.person_id,
            PlanItem.offering_id,
            PlanItem.state,
            PlanItem.changed_at,
            LearningPlan.fiscal_year_id == fiscal_year.id,
            PlanItem.price_cents - PlanItem.shared_cents,
            PlanItem.hours,
        )
        .join(PlanItem.plan)
        .join(Person, Person.id == LearningPlan.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(below(unit), Person.active, is_committed(fiscal_year.id))
        .order_by(LearningPlan.person_id, PlanItem.id)
    )
    return [
        Commitment(item, person, offering, State(state), on.date(), this_year, cents, hours)
        for item, person, offering, state, on, this_year, cents, hours in db.session.execute(rows)
    ]


def _taught(unit: Unit, fiscal_year: FiscalYear) -> dict[int, list[Teaching]]:
    """What the offerings of committed items teach, even those no longer offered."""
    committed = (
        select(PlanItem.offering_id)
        .join(PlanItem.plan)
        .join(Person, Person.id == LearningPlan.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(below(unit), Person.active, is_committed(fiscal_year.id))
    )
    tags = select(Tag.offering_id, Tag.indicator_id, Tag.level, Tag.from_level)
    taught: dict[int, list[Teaching]] = defaultdict(list)
    for offering_id, *tag in db.session.execute(tags.where(Tag.offering_id.in_(committed))):
        taught[offering_id].append(Teaching(*tag))
    return taught


def _runs_to_come(fiscal_year: FiscalYear) -> dict[int, list[Run]]:
    """The runs from today to the year's end that the district's people may join."""
    to_come: ColumnElement[bool] = Session.starts_on.between(clock.today(), fiscal_year.ends_on)
    rows = (
        select(Session.offering_id, Session.starts_on, Session.ends_on)
        .join(Session.offering)
        .where(run_for(fiscal_year.unit_id), to_come)
        .order_by(Session.offering_id, Session.starts_on, Session.id)
    )
    runs: dict[int, list[Run]] = defaultdict(list)
    for offering_id, starts_on, ends_on in db.session.execute(rows):
        runs[offering_id].append(Run(starts_on, ends_on))
    return runs


def _areas_of_indicators() -> dict[int, int]:
    rows = db.session.execute(select(Indicator.id, Indicator.area_id))
    return dict(rows.all())
