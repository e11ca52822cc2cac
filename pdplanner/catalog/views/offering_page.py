from collections.abc import Sequence
from typing import TypeVar

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.catalog import queries
from pdplanner.catalog.forms import RunForm
from pdplanner.catalog.models import Membership, Offering, Quote, Session
from pdplanner.organization.models import Unit
from pdplanner.web.htmx import page

T = TypeVar("T", Membership, Quote, Session)


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
        runs=_with_right(runs),
        blackouts=queries.blackouts_of(runs, district_id),
        district=district,
        may_edit=may_edit,
        may_quote=bool(districts),
        quoting=queries.quoting_for(district) if others_quote else None,
        run_form=run_form or (RunForm(units=units) if units else None),
        refused=refused,
        today=clock.today(),
    )


def _with_right(records: Sequence[T]) -> list[tuple[T, bool]]:
    """Each record, and whether the user may change it."""
    return [(record, access.may("catalog.write", record)) for record in records]


def units_for_runs(offering: Offering, districts: Sequence[Unit]) -> list[Unit]:
    """The units for whose people the user may add a run: their districts, and the owner."""
    owner = offering.unit
    owned = owner is not None and access.may("catalog.write", offering) and owner not in districts
    return [*districts, *([owner] if owner and owned else [])]
