"""What a district's purchases above a sum need, and from whom it buys."""

from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.budgets import purchasing, queries
from pdplanner.budgets.forms import ThresholdForm, VendorForm
from pdplanner.budgets.models import PurchasingThreshold, Vendor
from pdplanner.budgets.views.blueprint import bp, done
from pdplanner.budgets.views.years import district_in_reach
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.web.filters import dollars
from pdplanner.web.htmx import page


@bp.get("/districts/<int:district_id>/purchasing")
@access.requires("fund.write")
def purchasing_of(district_id: int) -> ResponseReturnValue:
    return _page(ThresholdForm(take_unsaved(request.path)), district_in_reach(district_id))


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


@bp.get("/districts/<int:district_id>/vendors/new")
@access.requires("fund.write")
def new_vendor(district_id: int) -> ResponseReturnValue:
    return _vendor_page(VendorForm(take_unsaved(request.path)), district_in_reach(district_id))


@bp.post("/districts/<int:district_id>/vendors/new")
@access.requires("fund.write")
@typed_comes_back
def add_vendor(district_id: int) -> ResponseReturnValue:
    district = district_in_reach(district_id)
    form = VendorForm(request.form)
    if form.validate() and done(form, partial(purchasing.add_vendor, district, **form.values)):
        db.session.commit()
        flash(f"{form.name.data} is added.")
        return redirect(url_for(".purchasing_of", district_id=district.id), 303)
    return _vendor_page(form, district), 422


@bp.get("/vendors/<int:vendor_id>")
@access.requires("fund.write")
def edit_vendor(vendor_id: int) -> ResponseReturnValue:
    vendor = access.load(Vendor, vendor_id)
    return _vendor_page(_vendor_form(vendor, take_unsaved(request.path)), vendor.unit, vendor)


@bp.post("/vendors/<int:vendor_id>")
@access.requires("fund.write")
@typed_comes_back
def save_vendor(vendor_id: int) -> ResponseReturnValue:
    vendor = access.load_to_change(Vendor, vendor_id)
    form = _vendor_form(vendor, request.form)
    if form.validate() and done(form, partial(purchasing.edit_vendor, vendor, **form.values)):
        db.session.commit()
        flash(f"{vendor.name} is saved.")
        return redirect(url_for(".purchasing_of", district_id=vendor.unit_id), 303)
    return _vendor_page(form, vendor.unit, vendor), form.refusal


def _page(form: ThresholdForm, district: Unit) -> str:
    thresholds = queries.thresholds_of({district.id}).get(district.id, ())
    return page(
        "budgets/purchasing.html",
        form=form,
        district=district,
        thresholds=thresholds,
        vendors=queries.vendors_of(district),
    )


def _vendor_form(vendor: Vendor, typed: MultiDict[str, str] | None) -> VendorForm:
    return VendorForm(typed, stored={"name": vendor.name, "number": vendor.number})


def _vendor_page(form: VendorForm, district: Unit, vendor: Vendor | None = None) -> str:
    return page("budgets/vendor_form.html", form=form, district=district, stored=vendor)
