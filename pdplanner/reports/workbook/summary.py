"""The first sheet of the workbook: the figures of all funds, and what the ledger comes to."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pdplanner.budgets.last_days import could_be_spent
from pdplanner.budgets.models import Account
from pdplanner.reports.figures.scope import Scope
from pdplanner.reports.figures.sums import Sums
from pdplanner.reports.ledger.lines import LedgerLine
from pdplanner.reports.ledger.words import WENT_ON, WORDS
from pdplanner.reports.workbook.sheets import Cell, Formula, Table, dollars

CARRIED = "Carried over"
AVAILABLE, PLANNED, AFTER_PLAN = "Available", "Planned", "Available after plan"
LEFT, ONLY_PLANNED = "Left", "Only planned"
"""What the first two are once the year is over: nothing can be approved any more."""

FIGURES: Mapping[str, Sequence[Account]] = {
    "Allocated": (Account.AVAILABLE, Account.ENCUMBERED, Account.SPENT),
    "Spent": (Account.SPENT,),
    "Set aside": (Account.ENCUMBERED,),
    AVAILABLE: (Account.AVAILABLE,),
}
"""The figures of a fund that the ledger explains, by the accounts that each is the sum of.

What was allocated is that with what went on into the next year.
"""


def summary(
    scope: Scope,
    sums: Sums,
    unfunded: int,
    entries: Sequence[LedgerLine],
    *,
    of_funds: Table,
    ledger: Table,
) -> Table:
    """Return the sheet; `unfunded` is what is planned that no fund is named for."""
    agreed = _agreed(sums, entries, of_funds, ledger, free=LEFT if scope.over else AVAILABLE)
    rows = [*agreed, *_planned(scope, sums, unfunded, of_funds)]
    head = ("All funds", "In the funds", "In the ledger", "Difference")
    return Table("Summary", head, rows, first_number=1, has_foot=False)


def _agreed(
    sums: Sums, entries: Sequence[LedgerLine], of_funds: Table, ledger: Table, *, free: str
) -> list[Sequence[Cell]]:
    """Each figure of the funds beside what the entries of the ledger come to.

    `free` is the name of what is neither spent nor encumbered.
    """
    cents = {
        "Allocated": sums.allocated, "Spent": sums.spent, "Set aside": sums.encumbered,
        CARRIED: sums.carried, free: sums.available,
    }  # fmt: skip
    in_ledger = [
        (free if figure == AVAILABLE else figure, formula, held)
        for figure, formula, held in _held(entries, ledger, carried=bool(sums.carried))
    ]
    return [
        (
            figure,
            _of_funds(of_funds, figure, cents[figure]),
            Formula(formula, dollars(held)),
            Formula("=ROUND(B{row}-C{row},2)", dollars(cents[figure] - held)),
        )
        for figure, formula, held in in_ledger
    ]


def _planned(scope: Scope, sums: Sums, unfunded: int, of_funds: Table) -> list[Sequence[Cell]]:
    """What the ledger does not know: the plan, and what nothing can be bought from any more."""
    planned = _of_funds(of_funds, ONLY_PLANNED if scope.over else PLANNED, sums.planned)
    without = [("Planned without a fund", dollars(unfunded), "", "")] if unfunded else []
    if scope.over:
        return [("Planned, and nobody approved it", planned, "", ""), *without,
                (scope.units_note, "", "", "")]  # fmt: skip
    after = _of_funds(of_funds, AFTER_PLAN, sums.after_plan)
    lapsed = [
        (f"Available, {could_be_spent(last)}", dollars(amount), "", "")
        for last, amount in sums.lapsed
    ]
    return [(PLANNED, planned, "", ""), (AFTER_PLAN, after, "", ""), *without, *lapsed]


def _of_funds(of_funds: Table, figure: str, cents: int) -> Formula:
    """The sum of a column of the funds."""
    return Formula(f"=Funds!{of_funds.column(figure)}{of_funds.foot}", dollars(cents))


def _held(
    entries: Sequence[LedgerLine], ledger: Table, *, carried: bool
) -> list[tuple[str, str, int]]:
    """Each figure with its formula over the ledger and the cents that it comes to."""
    entered: Counter[str] = Counter()
    for each in entries:
        entered[each.account] += each.cents
        entered[CARRIED] -= min(each.cents, 0) if each.kind == WENT_ON else 0
    found = [
        (figure, _in_ledger(accounts, ledger), sum(entered[account] for account in accounts))
        for figure, accounts in FIGURES.items()
    ]
    if carried:
        gone, went_on = entered[CARRIED], _went_on(ledger)
        figure, formula, held = found[0]
        found[0] = figure, f"=ROUND({formula[1:]}+{went_on},2)", held + gone
        found.insert(3, (CARRIED, f"=ROUND({went_on},2)", gone))
    return found


def _in_ledger(accounts: Sequence[Account], ledger: Table) -> str:
    """Add up the ledger's entries of some accounts."""
    if not ledger.rows:
        return "=0"
    last, account, amount = ledger.foot - 1, ledger.column("Account"), ledger.column("Amount")
    parts = (
        f'SUMIFS({_cells(amount, last)},{_cells(account, last)},"{each.value}")'
        for each in accounts
    )
    return f"=ROUND({'+'.join(parts)},2)"


def _went_on(ledger: Table) -> str:
    last, what, amount = ledger.foot - 1, ledger.column("What"), ledger.column("Amount")
    amounts = _cells(amount, last)
    return f'-SUMIFS({amounts},{_cells(what, last)},"{WORDS[WENT_ON]}",{amounts},"<0")'


def _cells(column: str, last: int) -> str:
    return f"Ledger!${column}$2:${column}${last}"
