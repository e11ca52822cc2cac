"""Lists as CSV: the requests of a list, and the entries of a fund's ledger."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pdplanner import clock
from pdplanner.budgets.queries import has_ended
from pdplanner.plans.models import CostKind, State
from pdplanner.plans.requests.lists import FileRow
from pdplanner.reports.csv_files.plan import REQUEST, UNIT_OF_FUND
from pdplanner.reports.csv_files.spreadsheets import as_text, csv_of, dollars_text
from pdplanner.reports.figures.purchases import Bought
from pdplanner.reports.figures.scope import unit_head
from pdplanner.reports.ledger.lines import LedgerLine

REQUESTS = (
    "Fiscal year", "Offering", "Provider", "State", "Since", "Register by",
    "Funds", "Account codes", *(f"{kind.capitalize()} (USD)" for kind in CostKind), "Cost (USD)",
    "Vendor", "Order", "Ordered on", "Reimbursed (USD)",
    *(f"{kind.capitalize()} estimated (USD)" for kind in CostKind), "Estimated cost (USD)",
    "Actual cost (USD)", "Paid by", "Reimbursed on", "Units of funds", REQUEST,
)  # fmt: skip
LEDGER = (
    "Action", "Day", "What", "Fund", "Account code", "Account", "Offering", "Person", "Other fund",
    "By", "Note", "Amount (USD)", "When", REQUEST, UNIT_OF_FUND,
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
    how = Bought(item, row.purchase)
    words = [
        person.name, person.unit.name, item.plan.fiscal_year.title, item.offering.title,
        item.offering.provider.name, State(item.state).word,
    ]  # fmt: skip
    days = [clock.day_of(item.changed_at).isoformat(), _day(row.due)]
    funds = [each.fund for each in item.payments]
    named = ["; ".join(fund.name for fund in funds), "; ".join(fund.account_code for fund in funds)]
    return [
        *map(as_text, words), *days, *map(as_text, named), *map(dollars_text, how.costs),
        dollars_text(item.price_cents), as_text(how.vendor), as_text(how.order_number),
        _day(how.ordered_on), _dollars(how.reimbursed_cents), *map(dollars_text, how.estimated),
        dollars_text(sum(how.estimated)), _dollars(how.actual_cents), how.paid_by,
        _day(how.reimbursed_on), as_text("; ".join(fund.unit.name for fund in funds)), str(item.id),
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _dollars(cents: int | None) -> str:
    return "" if cents is None else dollars_text(cents)


def _entry(entry: LedgerLine) -> list[str]:
    words = (
        entry.what, entry.fund, entry.account_code, entry.account, entry.offering, entry.person,
        entry.other_fund, entry.by, entry.note,
    )  # fmt: skip
    day, amount = clock.day_of(entry.at).isoformat(), dollars_text(entry.cents)
    number = "" if entry.item_id is None else str(entry.item_id)
    return [
        str(entry.action_id), day, *map(as_text, words), amount, moment_text(entry.at), number,
        as_text(entry.fund_unit),
    ]  # fmt: skip


def moment_text(at: datetime) -> str:
    """A day and time with the zone's distance from UTC."""
    return clock.zoned(at).isoformat(sep=" ")
