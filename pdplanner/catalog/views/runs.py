from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import typed_comes_back
from pdplanner.catalog import queries, services
from pdplanner.catalog.forms import RunForm
from pdplanner.catalog.models import Offering, Session
from pdplanner.catalog.views.blueprint import bp
from pdplanner.catalog.views.offering_page import offering_page, say_removed, units_for_runs
from pdplanner.extensions import db
from pdplanner.organization.models import Unit


@bp.post("/<int:offering_id>/sessions")
@access.requires("catalog.write")
@typed_comes_back
def add_session(offering_id: int) -> ResponseReturnValue:
    offering = access.load(Offering, offering_id, permission="catalog.read")
    units = units_for_runs(offering, queries.districts_in_reach())
    if not units:
        abort(404)
    form = RunForm(request.form, units=units)
    if not form.validate():
        return offering_page(offering, run_form=form), 422
    values = form.values
    unit = access.load(Unit, values.pop("unit_id"))
    services.add_session(offering, unit=unit, **values)
    db.session.commit()
    flash("The run is added.")
    return redirect(url_for(".show", offering_id=offering.id), 303)


@bp.post("/sessions/<int:session_id>/remove")
@access.requires("catalog.write")
def remove_session(session_id: int) -> ResponseReturnValue:
    """Remove a run, and where that is asked for offer no more what it is a run of."""
    run = access.load(Session, session_id)
    offering = run.offering
    retires = "retire" in request.form and access.may("catalog.write", offering)
    say_removed(run)
    services.remove_session(run)
    if retires and offering.active:
        services.retire(offering)
    db.session.commit()
    return redirect(url_for(".show", offering_id=offering.id, _anchor="runs-title"), 303)
