"""Taking money from one fund to another of its year, for a reason."""

from pdplanner.budgets import ledger, ledger_queries
from pdplanner.budgets.closing import goes_on
from pdplanner.budgets.last_days import could_be_spent, is_past
from pdplanner.budgets.models import Fund

GIVES_NOTHING = (
    "Nothing is taken from it. Where its money may be spent later than that, change its last day"
    " first."
)


def gives_nothing(source: Fund) -> bool:
    """Whether its money is over: it would else last as long as the other fund's.

    What goes on when its year is closed is not over until then.
    """
    return is_past(source) and not goes_on(source)


def transfer(source: Fund, target: Fund, cents: int, *, key: str, by_id: int, reason: str) -> None:
    """Take available money of one fund, once for a key. Raises ledger.LedgerError.

    What was sent twice is found done, whatever day it is by then.
    """
    act = ledger.Act(key=f"transfer/{key}", by_id=by_id, note=reason)
    if gives_nothing(source) and not ledger_queries.is_entered(act.key):
        said = could_be_spent(source.spend_by)
        raise ledger.LedgerError(f"{source.named} {said}: past. {GIVES_NOTHING}")
    ledger.transfer(source, target, cents, act=act)
