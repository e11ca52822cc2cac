"""Lists as CSV: the requests of a list, and the entries of a fund's ledger."""

import csv
import io
from collections.abc import Iterable, Sequence

from pdplanner import clock
from pdplanner.budgets.queries import has_ended
from pdplanner.plans.models import CostKind, ItemPurchase
from pdplanner.plans.requests.lists import FileRow
from pdplanner.reports.csv_file import BYTE_ORDER_MARK
from pdplanner.reports.ledger_lines import LedgerLine
from pdplanner.reports.scope import unit_head
from pdplanner.reports.spreadsheets import as_text, dollars_text

REQUESTS = (
    "Fiscal year", "Offering", "Provider", "State", "Since", "Register by",
    "Funds", "Account codes", *(f"{kind.capitalize()} (USD)" for kind in CostKind), "Cost (USD)",
    "Vendor", "Order", "Ordered on", "Reimbursed (USD)",
)  # fmt: skip
LEDGER = (
    "Action", "Day", "What", "Fund", "Account code", "Account", "Offering", "Person", "Other fund",
    "By", "Note", "Amount (USD)",
)  # fmt: skip


def requests_csv(rows: Sequence[FileRow]) -> str:
    """Say of the units that they are today's where the list holds anything of a year that is over.

    Nothing keeps the units of then.
    """
    years = {row.item.plan.fiscal_year for row in rows}
    over = any(year.closed_at is not None or has_ended(year) for year in years)
    return csv_of(("Person", unit_head(over=over), *REQUESTS), map(_request, rows))


def ledger_csv(entries: Iterable[LedgerLine]) -> str:
    return csv_of(LEDGER, map(_entry, entries))


def _request(row: FileRow) -> list[str]:
    item, person = row.item, row.item.plan.person
    costs = {each.kind: each.cents for each in item.costs}
    words = [
        person.name, person.unit.name, item.plan.fiscal_year.title, item.offering.title,
        item.offering.provider.name, item.state,
    ]  # fmt: skip
    days = [clock.day_of(item.changed_at).isoformat(), row.due.isoformat() if row.due else ""]
    funds = [each.fund for each in item.payments]
    named = ["; ".join(fund.name for fund in funds), "; ".join(fund.account_code for fund in funds)]
    money = [dollars_text(costs.get(kind, 0)) for kind in CostKind]
    return [
        *map(as_text, words), *days, *map(as_text, named), *money, dollars_text(item.price_cents),
        *_bought(row.purchase),
    ]  # fmt: skip


def _bought(purchase: ItemPurchase | None) -> list[str]:
    if purchase is None:
        return ["", "", "", ""]
    back = purchase.reimbursed_cents
    return [
        as_text(purchase.vendor.name if purchase.vendor else ""),
        as_text(purchase.order_number),
        purchase.ordered_on.isoformat() if purchase.ordered_on else "",
        "" if back is None else dollars_text(back),
    ]


def _entry(entry: LedgerLine) -> list[str]:
    words = (
        entry.kind, entry.fund, entry.account_code, entry.account, entry.offering, entry.person,
        entry.other_fund, entry.by, entry.note,
    )  # fmt: skip
    day, amount = clock.day_of(entry.at).isoformat(), dollars_text(entry.cents)
    return [str(entry.action_id), day, *map(as_text, words), amount]


def csv_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(BYTE_ORDER_MARK)
    text.seek(0, io.SEEK_END)
    csv.writer(text, lineterminator="\r\n").writerows([head, *rows])
    return text.getvalue()
