from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.catalog import queries, services
from pdplanner.catalog.forms import OfferingForm
from pdplanner.catalog.models import Offering
from pdplanner.catalog.views.blueprint import bp
from pdplanner.catalog.views.offering_page import offering_page
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.organization.models import Unit
from pdplanner.web.htmx import page

FACTS = (
    "title", "url", "format", "description", "audience", "prerequisites", "price_cents",
    "member_price_cents", "hours", "credits", "source",
)  # fmt: skip


@bp.get("/new")
@access.requires("catalog.write")
def new() -> ResponseReturnValue:
    return _page(_new_form(take_unsaved(request.path)))


@bp.post("/new")
@access.requires("catalog.write")
@typed_comes_back
def create() -> ResponseReturnValue:
    form = _new_form(request.form)
    if "more" in request.form:
        form.add_rows()
        return _page(form)
    if not form.validate():
        return _page(form), 422
    values = form.values
    unit = access.load(Unit, values.pop("unit_id"))
    try:
        offering = services.create_offering(unit=unit, **values)
    except services.OfferedAlreadyError as error:
        return _offered_already(error, form)
    db.session.commit()
    flash(f"“{offering.title}” is in the catalog of {unit.name}.{form.rounding}")
    return redirect(url_for(".show", offering_id=offering.id), 303)


@bp.get("/<int:offering_id>/edit")
@access.requires("catalog.write")
def edit(offering_id: int) -> ResponseReturnValue:
    offering = access.load(Offering, offering_id)
    typed = take_unsaved(request.path)
    return _page(_edit_form(offering, typed), offering)


@bp.post("/<int:offering_id>/edit")
@access.requires("catalog.write")
@typed_comes_back
def save(offering_id: int) -> ResponseReturnValue:
    offering = access.load_to_change(Offering, offering_id)
    form = _edit_form(offering, request.form)
    if "more" in request.form:
        form.add_rows()
        return _page(form, offering)
    if not form.validate():
        return _page(form, offering), form.refusal
    try:
        services.edit_offering(offering, **form.values)
    except services.OfferedAlreadyError as error:
        return _offered_already(error, form, offering)
    db.session.commit()
    flash(f"Saved.{form.rounding}")
    return redirect(url_for(".show", offering_id=offering.id), 303)


@bp.post("/<int:offering_id>/retire")
@access.requires("catalog.write")
def retire(offering_id: int) -> ResponseReturnValue:
    services.retire(access.load(Offering, offering_id))
    db.session.commit()
    flash("It is offered no more. Plans that hold it keep it.")
    return redirect(url_for(".show", offering_id=offering_id), 303)


@bp.post("/<int:offering_id>/restore")
@access.requires("catalog.write")
def restore(offering_id: int) -> ResponseReturnValue:
    offering = access.load(Offering, offering_id)
    try:
        services.restore(offering)
    except services.OfferedAlreadyError as error:
        return offering_page(offering, refused=f"{error} Offer that one no more first."), 422
    db.session.commit()
    flash("It is offered again.")
    return redirect(url_for(".show", offering_id=offering_id), 303)


def _new_form(typed: MultiDict[str, str] | None) -> OfferingForm:
    indicators = frameworks.indicators(frameworks.individual_framework())
    return OfferingForm(typed, indicators=indicators, units=queries.units_in_reach())


def _edit_form(offering: Offering, typed: MultiDict[str, str] | None) -> OfferingForm:
    indicators = frameworks.indicators(frameworks.individual_framework())
    rows = [
        {"indicator": str(tag.indicator_id), "level": tag.level, "from_level": tag.from_level}
        for tag in sorted(offering.tags, key=lambda tag: tag.indicator_id)
    ]
    values = {name: getattr(offering, name) for name in FACTS}
    values |= {"provider": offering.provider.name, "tags": rows}
    return OfferingForm(typed, indicators=indicators, stored=values)


def _offered_already(
    error: services.OfferedAlreadyError, form: OfferingForm, offering: Offering | None = None
) -> ResponseReturnValue:
    form.refuse(form.title, f"{error} Give this one another title, or change that one.")
    return _page(form, offering), 422


def _page(form: OfferingForm, offering: Offering | None = None) -> str:
    return page("catalog/edit.html", form=form, offering=offering)
