"""What a district's purchases above a sum need."""

from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import typed_comes_back
from pdplanner.budgets import purchasing, queries
from pdplanner.budgets.forms import ThresholdForm
from pdplanner.budgets.models import PurchasingThreshold
from pdplanner.budgets.views.blueprint import bp, done, unsaved
from pdplanner.budgets.views.years import district_in_reach
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.web.filters import dollars
from pdplanner.web.htmx import page


@bp.get("/districts/<int:district_id>/purchasing")
@access.requires("fund.write")
def purchasing_of(district_id: int) -> ResponseReturnValue:
    return _page(ThresholdForm(unsaved()), district_in_reach(district_id))


@bp.post("/districts/<int:district_id>/purchasing")
@access.requires("fund.write")
@typed_comes_back
def add_threshold(district_id: int) -> ResponseReturnValue:
    district = district_in_reach(district_id)
    form = ThresholdForm(request.form)
    if form.validate() and done(form, partial(purchasing.add_threshold, district, **form.values)):
        db.session.commit()
        flash(f"What is bought for more than {dollars(form.above_cents.data)} is flagged now.")
        return redirect(url_for(".purchasing_of", district_id=district.id), 303)
    return _page(form, district), 422


@bp.post("/thresholds/<int:threshold_id>/remove")
@access.requires("fund.write")
def remove_threshold(threshold_id: int) -> ResponseReturnValue:
    threshold = access.load_to_change(PurchasingThreshold, threshold_id)
    district_id, above = threshold.unit_id, dollars(threshold.above_cents)
    purchasing.remove_threshold(threshold)
    db.session.commit()
    flash(f"The threshold at {above} is removed.")
    return redirect(url_for(".purchasing_of", district_id=district_id), 303)


def _page(form: ThresholdForm, district: Unit) -> str:
    thresholds = queries.thresholds_of({district.id}).get(district.id, ())
    return page("budgets/purchasing.html", form=form, district=district, thresholds=thresholds)
