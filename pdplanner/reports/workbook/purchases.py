"""The sheet of what is bought: orders, reimbursements, and cost by kind, estimated and actual."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from pdplanner.plans.models import CostKind, State
from pdplanner.reports.csv_files.plan import REQUEST
from pdplanner.reports.figures.purchases import Bought
from pdplanner.reports.workbook.sheets import Cell, Formula, Table, dollars

KINDS = [kind.capitalize() for kind in CostKind]


def purchases(rows: Sequence[Bought], *, unit: str) -> Table:
    """A row for each item that was approved; `unit` is the head of the people's units."""
    head = (
        REQUEST, "Person", unit, "Offering", "Provider", "State", "Vendor", "Order", "Ordered on",
        "Paid by", "Reimbursed on", *KINDS, "Cost", *(f"{kind}, estimated" for kind in KINDS),
        "Estimated", "Actual", "Reimbursed",
    )  # fmt: skip
    cost = _together(head, KINDS[0], KINDS[-1])
    estimated = _together(head, f"{KINDS[0]}, estimated", f"{KINDS[-1]}, estimated")
    cells: list[Sequence[Cell]] = [
        (
            row.item.id, row.item.plan.person.name, row.item.plan.person.unit.name,
            row.item.offering.title, row.item.offering.provider.name, State(row.item.state).word,
            row.vendor, row.order_number, row.ordered_on or "", row.paid_by,
            row.reimbursed_on or "",
            *map(dollars, row.costs), Formula(cost, dollars(sum(row.costs))),
            *map(dollars, row.estimated), Formula(estimated, dollars(sum(row.estimated))),
            _dollars(row.actual_cents), _dollars(row.reimbursed_cents),
        )
        for row in rows
    ]  # fmt: skip
    return Table("Purchases", head, cells, first_number=head.index(KINDS[0]))


def _dollars(cents: int | None) -> Cell:
    return "" if cents is None else dollars(cents)


def _together(head: Sequence[str], first: str, last: str) -> str:
    columns = (xl_col_to_name(head.index(name)) for name in (first, last))
    return f"=ROUND(SUM({':'.join(f'{each}{{row}}' for each in columns)}),2)"
