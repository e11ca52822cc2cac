from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from flask import session, url_for

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved
from pdplanner.catalog import queries
from pdplanner.catalog.forms import RunForm
from pdplanner.catalog.models import Membership, Offering, Quote, Session
from pdplanner.catalog.signals import GoingRun, Without, without_each
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.web.htmx import page

T = TypeVar("T", Membership, Quote)


class Removed(NamedTuple):
    """A run that was just removed, and what plans do without it."""

    first: date
    means: Without


def offering_page(offering: Offering, *, run_form: RunForm | None = None, refused: str = "") -> str:
    """Render an offering, with why a change of it was `refused`.

    `run_form` brings a refused run back with what was typed.
    """
    district = queries.home_district()
    district_id = district.id if district else None
    writer = access.may_somewhere("catalog.write")
    districts = queries.districts_in_reach() if writer else []
    units = units_for_runs(offering, districts)
    runs = queries.runs_of(offering, district_id)
    may_edit = access.may("catalog.write", offering)
    others_quote = writer and not (districts or may_edit)
    return page(
        "catalog/show.html",
        offering=offering,
        listed=queries.listed(offering, district_id),
        quotes=_with_right(queries.quotes_of(offering, district_id)),
        requires=queries.requirements_of([offering.id]).get(offering.id, ()),
        memberships=_with_right(queries.memberships_of(offering, district_id)),
        runs=_with_meaning(runs, offering),
        removed=_removed(offering, runs) if writer else None,
        blackouts=queries.blackouts_of(runs, district_id),
        district=district,
        may_edit=may_edit,
        may_quote=bool(districts),
        quoting=queries.quoting_for(district) if others_quote else None,
        run_form=run_form or _run_form(offering, units),
        refused=refused,
        today=clock.today(),
    )


def _run_form(offering: Offering, units: Sequence[Unit]) -> RunForm | None:
    """A run to add, with what was typed when a session had ended; None for who adds none."""
    if not units:
        return None
    return RunForm(take_unsaved(url_for(".add_session", offering_id=offering.id)), units=units)


def _with_meaning(
    runs: Sequence[Session], offering: Offering
) -> list[tuple[Session, Without | None]]:
    """Each run with what plans do without it, for whoever may remove it."""
    mine = [run for run in runs if run.unit and access.may("catalog.write", run)]
    to_come = {
        run.id: GoingRun(run.unit, run.starts_on, run.ends_on)
        for run in mine
        if run.unit and run.ends_on >= clock.today()
    }
    over = Without("It is over: no new plan counts on it.", ())
    meaning = dict.fromkeys((run.id for run in mine), over)
    meaning |= zip(to_come, without_each(offering, [*to_come.values()]), strict=True)
    return [(run, meaning.get(run.id)) for run in runs]


def say_removed(run: Session) -> None:
    """Let the page that comes next say that a run was removed, and what that means."""
    session["removed-run"] = [run.offering_id, run.unit_id, run.starts_on.isoformat()]


def _removed(offering: Offering, runs: Sequence[Session]) -> Removed | None:
    """What was just removed of it, said once, unless another one begins that day."""
    offering_id, unit_id, day = session.get("removed-run", (None, None, None))
    if offering_id != offering.id:
        return None
    session.pop("removed-run")
    unit = db.session.get(Unit, unit_id) if unit_id else None
    first = date.fromisoformat(day)
    there = any(run.starts_on == first and run.unit_id == unit_id for run in runs)
    if unit is None or there or not access.may("catalog.write", unit):
        return None
    (means,) = without_each(offering, [GoingRun(unit, first, None)])
    return Removed(first, means)


def _with_right(records: Sequence[T]) -> list[tuple[T, bool]]:
    """Each record, and whether the user may change it."""
    return [(record, access.may("catalog.write", record)) for record in records]


def units_for_runs(offering: Offering, districts: Sequence[Unit]) -> list[Unit]:
    """The units for whose people the user may add a run: their districts, and the owner."""
    owner = offering.unit
    owned = owner is not None and access.may("catalog.write", offering) and owner not in districts
    return [*districts, *([owner] if owner and owned else [])]
