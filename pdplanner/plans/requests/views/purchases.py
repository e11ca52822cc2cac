"""The order of an approved request, or its reimbursement, as the business office enters it."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.budgets import queries as budgets
from pdplanner.extensions import db
from pdplanner.plans.models import PaidBy, PlanItem
from pdplanner.plans.requests import purchase, queries
from pdplanner.plans.requests.errors import RequestError
from pdplanner.plans.requests.forms import PurchaseForm
from pdplanner.plans.requests.views.blueprint import bp
from pdplanner.web.htmx import page

FACTS = ("order_number", "ordered_on", "paid_by", "reimbursed_cents", "reimbursed_on")


@bp.get("/<int:item_id>/purchase")
@access.requires("request.pay")
def edit_purchase(item_id: int) -> ResponseReturnValue:
    item = _bought(access.load(PlanItem, item_id))
    return _page(item, _form(item, take_unsaved(request.path)))


@bp.post("/<int:item_id>/purchase")
@access.requires("request.pay")
@typed_comes_back
def save_purchase(item_id: int) -> ResponseReturnValue:
    item = _bought(access.load_to_change(PlanItem, item_id))
    form = _form(item, request.form)
    if form.validate():
        try:
            for_id = access.stands_in_for("request.pay", item)
            purchase.enter(item, by=signed_in_user(), for_id=for_id, **form.values)
        except RequestError as error:
            form.refuse(form[error.field], str(error))
        else:
            db.session.commit()
            flash("The purchase is saved.")
            return redirect(url_for(".show", item_id=item_id), 303)
    return _page(item, form), form.refusal


def _bought(item: PlanItem) -> PlanItem:
    return item if item.state in purchase.BOUGHT else abort(404)


def _form(item: PlanItem, typed: MultiDict[str, str] | None) -> PurchaseForm:
    held = queries.purchase_of(item)
    stored: dict[str, Any] = {"paid_by": PaidBy.DISTRICT.value, "vendor_id": 0}
    if held is not None:
        stored = {name: getattr(held, name) for name in FACTS}
        stored["vendor_id"] = held.vendor_id or 0
    vendors = budgets.vendors_of(item.plan.fiscal_year.unit)
    return PurchaseForm(typed, stored=stored, vendors=[(each.id, each.name) for each in vendors])


def _page(item: PlanItem, form: PurchaseForm) -> str:
    return page("requests/purchase.html", item=item, form=form)
