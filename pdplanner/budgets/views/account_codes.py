"""How the account codes of a district are made up."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.budgets import account_codes
from pdplanner.budgets.segments_form import SegmentsForm, segments_form
from pdplanner.budgets.views.blueprint import bp
from pdplanner.budgets.views.years import district_in_reach
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.organization.services import tree
from pdplanner.web.htmx import page


@bp.get("/districts/<int:district_id>/account-codes")
@access.requires("fund.write")
def edit_account_codes(district_id: int) -> ResponseReturnValue:
    district = district_in_reach(district_id)
    return _page(
        segments_form(take_unsaved(request.path), account_codes.segments_of(district.id)), district
    )


@bp.post("/districts/<int:district_id>/account-codes")
@access.requires("fund.write")
@typed_comes_back
def save_account_codes(district_id: int) -> ResponseReturnValue:
    district = district_in_reach(district_id)
    tree.hold(district)
    form = segments_form(request.form, account_codes.segments_of(district.id))
    if not form.validate():
        return _page(form, district), form.refusal
    account_codes.set_segments(district, form.segments)
    db.session.commit()
    flash("The account codes are saved.")
    return redirect(url_for(".edit_account_codes", district_id=district_id), 303)


def _page(form: SegmentsForm, district: Unit) -> str:
    segments = account_codes.segments_of(district.id)
    return page(
        "budgets/account_codes.html",
        form=form,
        district=district,
        segments=segments,
        misfits=account_codes.misfits(district, segments),
        known=account_codes.known_values(),
    )
