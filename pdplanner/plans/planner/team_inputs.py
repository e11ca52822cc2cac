"""What a team plan rests on, read in a number of queries that no size changes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, not_, select

from pdplanner import clock
from pdplanner.assessments import queries as assessments
from pdplanner.assessments.queries import Held
from pdplanner.budgets import queries as budgets
from pdplanner.budgets.models import FiscalYear, Fund, SchoolTerm
from pdplanner.catalog import queries as catalog
from pdplanner.catalog.models import Offering, Requirement
from pdplanner.catalog.queries import Terms
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below
from pdplanner.organization.targets import Aim
from pdplanner.plans.items.adopted_items import is_line_of
from pdplanner.plans.items.commitments import is_committed
from pdplanner.plans.items.memberships import KnownMembership, known_memberships
from pdplanner.plans.items.mentoring import hours_given, hours_left_to_give
from pdplanner.plans.items.runs import Run, by_offering, runs_of
from pdplanner.plans.models import Scenario
from pdplanner.plans.planner.committed_items import (
    Commitment,
    Teaching,
    commitments_in,
    declined_in,
    taught_in,
)


@dataclass(frozen=True, kw_only=True)
class TeamInputs:
    """Aims and levels are by person and indicator id; what is taught, runs and what is required by
    offering id. `memberships` are those with a known price, by id.

    `covered` are the units of the plan with a minimum cover.
    `declined` are the offerings that each person said no to this year.
    `given` are the hours that committed items take of their mentors, by person id; `mentors` those
    that mentors whom the plan is not made for have left in the year. `runs` are still
    to come, `begun` are the year's others. `today` is where the year's district is: money ends by
    it.
    """

    unit: Unit
    fiscal_year: FiscalYear
    today: date
    people: Sequence[Person]
    aims: Mapping[int, Mapping[int, Aim]]
    levels: Mapping[int, Mapping[int, Held]]
    commitments: Sequence[Commitment]
    declined: Mapping[int, Collection[int]]
    given: Mapping[int, float]
    mentors: Mapping[int, float]
    taught: Mapping[int, Sequence[Teaching]]
    offerings: Sequence[Offering]
    terms: Mapping[int, Terms]
    runs: Mapping[int, Sequence[Run]]
    begun: Mapping[int, Sequence[Run]]
    school_terms: Sequence[SchoolTerm]
    covered: Sequence[Unit]
    area_of: Mapping[int, int]
    funds: Sequence[Fund]
    memberships: Mapping[int, KnownMembership]
    requires: Mapping[int, Sequence[Requirement]]

    @property
    def rated(self) -> list[Person]:
        """Those whom a plan can be made for: somebody has rated them on anything."""
        return [person for person in self.people if self.levels.get(person.id)]


def team_inputs(
    unit: Unit, fiscal_year: FiscalYear, *, adopted: Scenario | None = None
) -> TeamInputs:
    """Read what a plan of the unit's people for the year rests on, as of today.

    What an `adopted` plan rests on is read without what it made itself: its own items and what
    these take. Its runs are those to come on the day on which it was built.
    """
    today = clock.today()
    first_day, aside = today, None
    if adopted is not None and adopted.built_at is not None:
        first_day, aside = clock.day_of(adopted.built_at), is_line_of(adopted)
    counted = is_committed(fiscal_year.id)
    if aside is not None:
        counted = and_(counted, not_(aside))
    here = (
        each
        for each in organization.people_in(unit)
        if each.leaving_on is None or each.leaving_on >= today
    )
    people = sorted(here, key=lambda person: person.id)
    ids = [person.id for person in people]
    commitments = commitments_in(unit, fiscal_year, aside=aside)
    runs = runs_of(fiscal_year)
    offerings, levels = _offerings_at(unit), assessments.current_levels(ids)
    asked = {each.mentor_id for each in offerings if each.mentor_id is not None}
    rated = {one for one in ids if levels.get(one)}
    return TeamInputs(
        unit=unit,
        fiscal_year=fiscal_year,
        today=budgets.today_in(fiscal_year),
        people=people,
        aims=organization.targets_of(ids),
        levels=levels,
        commitments=commitments,
        declined=declined_in(unit, fiscal_year),
        given=hours_given(fiscal_year.id, counted),
        mentors=hours_left_to_give(fiscal_year.id, asked - rated, unit=unit, aside=aside),
        taught=taught_in(unit, fiscal_year),
        offerings=offerings,
        terms=catalog.terms_of(fiscal_year.unit_id),
        runs=by_offering(run for run in runs if run.starts_on >= first_day),
        begun=by_offering(run for run in runs if run.starts_on < first_day),
        school_terms=budgets.school_terms_of(fiscal_year),
        covered=organization.covered_units(below(unit)),
        area_of=_areas_of_indicators(),
        funds=budgets.funds_of(unit, fiscal_year),
        memberships=known_memberships(unit, fiscal_year, aside=aside),
        requires=catalog.requirements_of(),
    )


def _offerings_at(unit: Unit) -> list[Offering]:
    """What is offered there, by id."""
    return sorted(catalog.offerings_for(unit.path), key=lambda each: each.id)


def _areas_of_indicators() -> dict[int, int]:
    rows = db.session.execute(select(Indicator.id, Indicator.area_id))
    return dict(rows.all())
