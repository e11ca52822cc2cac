from collections.abc import Sequence

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user, take_unsaved, typed_comes_back
from pdplanner.catalog import queries, services
from pdplanner.catalog.forms import QuoteForm
from pdplanner.catalog.models import Offering, Quote
from pdplanner.catalog.views.blueprint import bp
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.web.htmx import page

FACTS = (
    "price_cents", "price_source", "price_quoted_on", "hours", "hours_source", "hours_quoted_on",
    "travel_cents", "cohort_price_cents", "cohort_seats",
)  # fmt: skip


@bp.get("/<int:offering_id>/quote")
@access.requires("catalog.write")
def quote(offering_id: int) -> ResponseReturnValue:
    offering = access.load(Offering, offering_id, permission="catalog.read")
    districts = _districts()
    unit = _asked_for(districts)
    typed = MultiDict(take_unsaved(request.path)) or None
    form = QuoteForm(typed, districts=districts, data=_values(offering, unit))
    return _page(offering, form, unit)


@bp.post("/<int:offering_id>/quote")
@access.requires("catalog.write")
@typed_comes_back
def save_quote(offering_id: int) -> ResponseReturnValue:
    offering = access.load(Offering, offering_id, permission="catalog.read")
    districts = _districts()
    form = QuoteForm(request.form, districts=districts)
    if not form.validate():
        return _page(offering, form, _asked_for(districts)), 422
    values = form.values
    unit = access.load(Unit, values.pop("unit_id"))
    services.quote(offering, unit=unit, quoted_by=signed_in_user(), **values)
    db.session.commit()
    flash(f"These terms hold in {unit.name} now.")
    return redirect(url_for(".show", offering_id=offering.id), 303)


@bp.post("/quotes/<int:quote_id>/take-back")
@access.requires("catalog.write")
def take_back(quote_id: int) -> ResponseReturnValue:
    quote = access.load(Quote, quote_id)
    offering_id, name = quote.offering_id, quote.unit.name
    services.take_back(quote)
    db.session.commit()
    flash(f"The terms of {name} are taken back; the catalog’s own facts hold again.")
    return redirect(url_for(".show", offering_id=offering_id), 303)


def _districts() -> Sequence[Unit]:
    """A quote is a district's: whoever reaches none has none to enter."""
    return queries.districts_in_reach() or abort(404)


def _asked_for(districts: Sequence[Unit]) -> Unit:
    asked = request.values.get("unit_id", "")
    home = queries.home_district()
    wanted = [unit for unit in districts if str(unit.id) == asked]
    return next(iter([*wanted, *(unit for unit in districts if unit == home), *districts]))


def _values(offering: Offering, unit: Unit) -> dict[str, object]:
    """What the form starts from: the district's terms as they stand, what is new dated today."""
    values: dict[str, object] = {"unit_id": unit.id}
    values |= {"price_quoted_on": clock.today(), "hours_quoted_on": clock.today()}
    for held in queries.quotes_of(offering, unit.id):
        if held.unit_id == unit.id:
            facts = {name: getattr(held, name) for name in FACTS}
            values |= {name: fact for name, fact in facts.items() if fact is not None}
    return values


def _page(offering: Offering, form: QuoteForm, unit: Unit) -> str:
    return page("catalog/quote.html", offering=offering, form=form, unit=unit)
