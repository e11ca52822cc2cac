from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.catalog import queries, services
from pdplanner.catalog.forms import QuoteForm
from pdplanner.catalog.models import Offering, Quote
from pdplanner.catalog.views.blueprint import bp
from pdplanner.catalog.views.districts import asked_for, districts
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
    unit = asked_for(districts())
    typed = take_unsaved(request.path)
    return _page(offering, _form(typed, offering, unit), unit)


@bp.post("/<int:offering_id>/quote")
@access.requires("catalog.write")
@typed_comes_back
def save_quote(offering_id: int) -> ResponseReturnValue:
    offering = access.load_to_change(Offering, offering_id, permission="catalog.read")
    unit = asked_for(districts())
    form = _form(request.form, offering, unit)
    if not form.validate():
        return _page(offering, form, unit), form.refusal
    values = form.values
    unit = access.load(Unit, values.pop("unit_id"))
    services.quote(offering, unit=unit, quoted_by=signed_in_user(), **values)
    db.session.commit()
    flash(f"This price and these hours hold in {unit.name} now.{form.rounding}")
    return redirect(url_for(".show", offering_id=offering.id), 303)


@bp.post("/quotes/<int:quote_id>/take-back")
@access.requires("catalog.write")
def take_back(quote_id: int) -> ResponseReturnValue:
    quote = access.load(Quote, quote_id)
    offering_id, name = quote.offering_id, quote.unit.name
    services.take_back(quote)
    db.session.commit()
    flash(f"The price and hours of {name} are taken back; the catalog’s own hold again.")
    return redirect(url_for(".show", offering_id=offering_id), 303)


def _form(typed: MultiDict[str, str] | None, offering: Offering, unit: Unit) -> QuoteForm:
    """The district's terms as they stand; what is new is dated today."""
    held = next((q for q in queries.quotes_of(offering, unit.id) if q.unit_id == unit.id), None)
    return QuoteForm(
        typed,
        units=districts(),
        stored={name: getattr(held, name) for name in FACTS} if held else None,
        unit_id=unit.id,
        price_quoted_on=clock.today(),
        hours_quoted_on=clock.today(),
    )


def _page(offering: Offering, form: QuoteForm, unit: Unit) -> str:
    return page("catalog/quote.html", offering=offering, form=form, unit=unit)
