"""A purchase request on paper: what, for whom, what it costs, who pays, who said what."""

from collections.abc import Sequence
from typing import Any

from pdplanner import clock
from pdplanner.budgets.queries import has_ended
from pdplanner.plans.items.purchase_flags import Flag, flags_of
from pdplanner.plans.models import ItemPurchase, PaidBy, PlanItem, RequestStep, State
from pdplanner.plans.requests import queries
from pdplanner.reports.papers.typesetting import paper
from pdplanner.web.filters import cents, day, dollars, hours, plural

DONE = {
    "amend": "Cost or hours changed", "request": "Requested", "return": "Sent back",
    "approve": "Approved", "decline": "Declined", "cancel": "Cancelled", "register": "Registered",
    "complete": "Completed", "purchase": "Purchase entered",
}  # fmt: skip


def request_paper(item: PlanItem) -> bytes:
    year, flag = item.plan.fiscal_year, flags_of([item]).get(item.id)
    purchase = queries.purchase_of(item)
    return paper(
        "purchase_request",
        {
            "title": "Purchase request",
            "district": year.unit.name,
            "footer": f"Request {item.id}, printed {day(clock.today())}",
            "facts": _facts(item),
            "costs": _costs(item),
            "paying": _paying(item),
            "funds": _funds(item),
            "flag": _flag_words(flag, year.title) if flag else "",
            "steps": _steps(item),
            "order": _order(purchase) if purchase else [],
        },
    )


def _facts(item: PlanItem) -> list[tuple[str, str]]:
    person, offering = item.plan.person, item.offering
    facts = [
        ("Request", str(item.id)),
        ("Offering", offering.title),
        ("Provider", offering.provider.name),
        ("Web address", offering.url),
        ("For", f"{person.name}, {person.unit.name}"),
        ("Fiscal year", item.plan.fiscal_year.title),
        ("Hours", hours(item.hours)),
        ("State", State(item.state).word),
    ]
    return [(name, value) for name, value in facts if value]


def _costs(item: PlanItem) -> dict[str, Any]:
    if item.state != State.COMPLETED:
        rows = [(each.kind.capitalize(), cents(each.cents)) for each in item.costs_in_order]
        return _table(("Cost", "Estimated"), [*rows, ("Total", cents(item.price_cents))])
    both = [
        (each.kind.capitalize(), cents(each.estimated_cents or 0), cents(each.cents))
        for each in item.costs_in_order
    ]
    together = ("Total", cents(item.estimated_cents or 0), cents(item.price_cents))
    return _table(("Cost", "Estimated", "Actual"), [*both, together])


def _paying(item: PlanItem) -> str:
    """What became of the money of the funds that are named."""
    if item.state == State.COMPLETED:
        return "Paid from these funds."
    if item.state in (State.APPROVED, State.REGISTERED):
        return "Set aside in these funds."
    if item.state in (State.DECLINED, State.CANCELLED) or has_ended(item.plan.fiscal_year):
        return "Nothing is paid for it. These funds were named."
    return "To be paid from these funds. Nothing is set aside yet."


def _funds(item: PlanItem) -> dict[str, Any]:
    rows = [(each.fund.named, each.fund.account_code, cents(each.cents)) for each in item.payments]
    together = cents(sum(each.cents for each in item.payments))
    return _table(("Fund", "Account code", "Amount"), [*rows, ("Total", "", together)])


def _flag_words(flag: Flag, year: str) -> str:
    return (
        f"Above {dollars(flag.threshold.above_cents)} a purchase needs:"
        f" {flag.threshold.requires}. This is part of {dollars(flag.cents)} for"
        f" {plural(flag.places, 'place')} in {year}."
    )


def _steps(item: PlanItem) -> list[tuple[str, ...]]:
    return [
        (day(step.at), DONE[step.action], _who(step), step.comment)
        for step in queries.steps_of(item)
    ]


def _who(step: RequestStep) -> str:
    """Who took a step, and in whose place."""
    by = step.by.name if step.by else ""
    return f"{by} for {step.in_place_of.name}" if step.in_place_of else by


def _order(purchase: ItemPurchase) -> list[tuple[str, str]]:
    vendor, back = purchase.vendor, purchase.reimbursed_cents
    facts = [
        ("Vendor", f"{vendor.name} {vendor.number}".strip() if vendor else ""),
        ("Purchase order", purchase.order_number),
        ("Ordered on", day(purchase.ordered_on)),
        ("Paid by", "the person" if purchase.paid_by == PaidBy.PERSON else "the district"),
        ("Reimbursed", "" if back is None else f"{cents(back)} on {day(purchase.reimbursed_on)}"),
    ]
    return [(name, value) for name, value in facts if value]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {"head": head, "rows": rows}
