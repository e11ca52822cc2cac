"""The dated runs of a year, with the blackouts that bar them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Session
from pdplanner.catalog.queries.terms import run_for
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Blackout


class Run(NamedTuple):
    """A dated run with the blackouts that bar it; seats None is no limit."""

    offering_id: int
    starts_on: date
    ends_on: date
    seats: int | None = None
    blackouts: tuple[Blackout, ...] = ()

    def barring(self, path: str) -> Blackout | None:
        """Return what keeps all people of the unit at a path from it; None where they may go."""
        return next((each for each in self.blackouts if path.startswith(each.unit.path)), None)


def runs_of(fiscal_year: FiscalYear) -> list[Run]:
    """The year's runs that the district's people may join."""
    since = fiscal_year.starts_on
    blackouts = organization.blackouts_in(fiscal_year.unit_id, since=since)
    rows = (
        select(Session.offering_id, Session.starts_on, Session.ends_on, Session.seats)
        .join(Session.offering)
        .where(run_for(fiscal_year.unit_id))
        .where(Session.starts_on.between(since, fiscal_year.ends_on))
        .order_by(Session.offering_id, Session.starts_on, Session.id)
    )
    return [
        Run(
            offering_id, first, last, seats,
            tuple(each for each in blackouts if each.bars(first, last)),
        )
        for offering_id, first, last, seats in db.session.execute(rows)
    ]  # fmt: skip


def by_offering(runs: Iterable[Run]) -> dict[int, list[Run]]:
    found: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        found[run.offering_id].append(run)
    return found
