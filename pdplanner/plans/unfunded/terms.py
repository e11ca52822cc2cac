"""What a need of earlier years would cost today, and what it would still close."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import select

from pdplanner.assessments import queries as assessments
from pdplanner.assessments.gaps import value_table
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog import queries as catalog
from pdplanner.catalog.models import Offering, Tag
from pdplanner.catalog.queries import Terms
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Unit
from pdplanner.organization.targets import Aim
from pdplanner.plans.planner.committed_items import Teaching, commitments_in, taught_in
from pdplanner.plans.planner.committed_levels import expected_levels
from pdplanner.plans.planner.offerings import can_be_planned


class Today(NamedTuple):
    """Fee and travel of an offering in the district; None, with the reason, where it `lacks` what
    a plan needs of it.
    """

    cents: int | None
    lacks: str = ""


def today(fiscal_year: FiscalYear, offering_ids: Collection[int]) -> dict[int, Today]:
    """Return by offering id what it costs in the district, or why it cannot be planned there."""
    found = db.session.scalars(select(Offering).where(Offering.id.in_(offering_ids))).all()
    active = [each.id for each in found if each.active]
    terms = catalog.terms_of(fiscal_year.unit_id, offering_ids=active)
    return {each.id: _today(each, terms.get(each.id)) for each in found}


def _today(offering: Offering, terms: Terms | None) -> Today:
    if terms is None:
        return Today(
            None, "not in the catalog yet" if offering.is_proposal else "no longer offered"
        )
    if not can_be_planned(offering, terms):
        return Today(None, "needs a quote")
    return Today((terms.price_cents or 0) + terms.travel_cents)


def closing(
    unit: Unit, fiscal_year: FiscalYear, pairs: Collection[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """Return the points that an offering closes for a person, by person and offering id.

    As in a plan, what committed items should bring counts as held.
    """
    people = {person_id for person_id, _ in pairs}
    aims = organization.targets_of(people)
    levels = _levels(unit, fiscal_year, people)
    tags = _tags({offering_id for _, offering_id in pairs})
    return {
        (person_id, offering_id): sum(
            _points(tag, levels[person_id], aims[person_id]) for tag in tags[offering_id]
        )
        for person_id, offering_id in pairs
    }


def _levels(
    unit: Unit, fiscal_year: FiscalYear, people: Collection[int]
) -> dict[int, dict[int, int]]:
    """By person and indicator id, the level that is rated or expected."""
    held = assessments.current_levels(people)
    commitments = commitments_in(unit, fiscal_year, of=people)
    expected = expected_levels(commitments, held, taught_in(unit, fiscal_year))
    return {
        person_id: {
            indicator_id: max(each.level, expected.get(person_id, {}).get(indicator_id, 0))
            for indicator_id, each in held.get(person_id, {}).items()
            if each.level is not None
        }
        for person_id in people
    }


def _tags(offering_ids: Collection[int]) -> dict[int, list[Teaching]]:
    rows = select(Tag.offering_id, Tag.indicator_id, Tag.level, Tag.from_level)
    tags: dict[int, list[Teaching]] = defaultdict(list)
    for offering_id, *tag in db.session.execute(rows.where(Tag.offering_id.in_(offering_ids))):
        tags[offering_id].append(Teaching(*tag))
    return tags


def _points(tag: Teaching, levels: Mapping[int, int], aims: Mapping[int, Aim]) -> int:
    now, aim = levels.get(tag.indicator_id), aims.get(tag.indicator_id)
    if now is None or aim is None or not tag.from_level <= now < tag.level:
        return 0
    values = value_table(aim)
    return values[tag.level] - values[now]
