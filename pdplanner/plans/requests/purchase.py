"""Entering how an approved request is bought, or what its person gets back."""

from datetime import date

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.budgets.models import Vendor
from pdplanner.extensions import db
from pdplanner.plans.models import FileKind, ItemPurchase, PaidBy, PlanItem, State
from pdplanner.plans.requests.desks import is_own
from pdplanner.plans.requests.errors import NotNowError, RequestError
from pdplanner.plans.requests.files import files_of
from pdplanner.plans.requests.queries import purchase_of
from pdplanner.plans.requests.step_entries import note_purchase
from pdplanner.web.filters import day, dollars

BOUGHT = (State.APPROVED, State.REGISTERED, State.COMPLETED)
"""The states in which something is bought."""


def enter(
    item: PlanItem,
    *,
    by: User,
    for_id: int | None = None,
    vendor_id: int | None,
    order_number: str,
    ordered_on: date | None,
    paid_by: str,
    reimbursed_cents: int | None,
    reimbursed_on: date | None,
) -> ItemPurchase:
    """Raises RequestError, which names the field, where one entry does not go with another."""
    if item.state not in BOUGHT:
        raise NotNowError(f"{item.offering.title} is {item.state} by now. Nothing was changed.")
    if is_own(item, by.id, for_id):
        raise RequestError("Somebody else enters what you are paid.", field="paid_by")
    if ordered_on is not None and not order_number:
        raise RequestError("Enter the order's number with its day.", field="order_number")
    _check_day(ordered_on, field="ordered_on")
    _check_day(reimbursed_on, field="reimbursed_on")
    if reimbursed_cents is not None or reimbursed_on is not None:
        _check_reimbursement(item, paid_by, reimbursed_cents, reimbursed_on)
    held = purchase_of(item)
    before = _in_words(held) if held else ""
    purchase = held or ItemPurchase(item_id=item.id)
    purchase.vendor_id, purchase.order_number = vendor_id, order_number
    purchase.ordered_on, purchase.paid_by = ordered_on, PaidBy(paid_by)
    purchase.reimbursed_cents, purchase.reimbursed_on = reimbursed_cents, reimbursed_on
    db.session.add(purchase)
    db.session.flush()
    said = _in_words(purchase)
    if said != before:
        note_purchase(item, by=by, for_id=for_id, said=said, before=before)
    return purchase


def _in_words(purchase: ItemPurchase) -> str:
    """Say what is entered now, for the steps of the request."""
    vendor = db.session.get(Vendor, purchase.vendor_id or 0)
    order = f"Order {purchase.order_number}" if purchase.order_number else "No order"
    if purchase.ordered_on:
        order += f" of {day(purchase.ordered_on)}"
    back = purchase.reimbursed_cents
    parts = [
        order,
        vendor.name if vendor else "",
        "paid by the person" if purchase.paid_by == PaidBy.PERSON else "",
        f"{dollars(back)} reimbursed on {day(purchase.reimbursed_on)}" if back is not None else "",
    ]
    return f"{', '.join(part for part in parts if part)}."


def _check_reimbursement(item: PlanItem, paid_by: str, cents: int | None, on: date | None) -> None:
    if paid_by != PaidBy.PERSON:
        raise RequestError("Only what the person paid is reimbursed.", field="paid_by")
    if cents is None:
        raise RequestError("Enter the amount with its day.", field="reimbursed_cents")
    if on is None:
        raise RequestError("Enter the day with the amount.", field="reimbursed_on")
    if cents > item.price_cents:
        raise RequestError(
            f"It costs {dollars(item.price_cents)}, and no more is reimbursed.",
            field="reimbursed_cents",
        )
    if not any(file.kind == FileKind.RECEIPT for file in files_of(item)):
        raise RequestError("Add the receipt to the files first.", field="reimbursed_cents")


def _check_day(day: date | None, *, field: str) -> None:
    if day is not None and day > clock.today():
        raise RequestError("Enter a day that is not to come.", field=field)
