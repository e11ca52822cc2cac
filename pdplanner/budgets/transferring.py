"""Taking money from one fund to another of its year, for a reason."""

from pdplanner.budgets import ledger
from pdplanner.budgets.last_days import could_be_spent, is_past
from pdplanner.budgets.models import Fund

GIVES_NOTHING = (
    "Nothing is taken from it. Where its money may be spent later than that, change its last day"
    " first."
)


def transfer(source: Fund, target: Fund, cents: int, *, key: str, by_id: int, reason: str) -> None:
    """Take available money of one fund, once for a key. Raises ledger.LedgerError.

    Money whose last day is over would else last as long as the other fund's.
    """
    if is_past(source):
        said = could_be_spent(source.spend_by)
        raise ledger.LedgerError(f"{source.name} {said}: past. {GIVES_NOTHING}")
    act = ledger.Act(key=f"transfer/{key}", by_id=by_id, note=reason)
    ledger.transfer(source, target, cents, act=act)
