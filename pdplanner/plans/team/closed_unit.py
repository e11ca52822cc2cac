"""Where the people of a closed unit are now."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import Scenario
from pdplanner.plans.planner.report import read_report


class WorksNow(NamedTuple):
    """People of the unit's last plan who work in another unit now; None: they work nowhere."""

    unit: Unit | None
    names: Sequence[str]
    reached: bool
    """Whether the reader may open the team page of that unit."""


def where_they_are(scenario: Scenario | None, *, paths: Sequence[str]) -> list[WorksNow]:
    """Return by unit where those are for whom a closed unit's plan was made, by name.

    `paths` are those that the reader's grants reach.
    """
    planned = read_report(scenario.report).person_ids if scenario else ()
    rows = (
        select(Person.name, Person.active, Unit)
        .join(Person.unit)
        .where(Person.id.in_(planned))
        .order_by(Unit.name, Unit.id, Person.name, Person.id)
    )
    names: dict[Unit | None, list[str]] = {}
    for name, active, unit in db.session.execute(rows):
        names.setdefault(unit if active else None, []).append(name)
    return [
        WorksNow(unit, who, unit is not None and any(unit.path.startswith(p) for p in paths))
        for unit, who in sorted(names.items(), key=lambda each: each[0] is None)
    ]
