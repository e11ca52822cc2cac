"""The rule of money: no set of funds is asked for more than it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pdplanner.engine.funding import hall_sets
from pdplanner.engine.program import ones
from pdplanner.engine.purchase import cohort_mask, cohort_price, membership_mask

if TYPE_CHECKING:
    from pdplanner.engine.model import Model


def funds(model: Model) -> None:
    """No set of funds is asked for more than it has (Hall), so that the bills can be split."""
    bills = _bills(model)
    sets = hall_sets(mask for one in bills.values() for mask in one)
    if sets is None:
        _transport(model, bills)
        return
    for union in sets:
        terms = {
            column: sum(cents for mask, cents in one.items() if mask & ~union == 0)
            for column, one in bills.items()
        }
        needed = {column: cents for column, cents in terms.items() if cents}
        row = model.program.at_most(needed, model.purse.amount(union))
        model.mark(row, "funds", *model.purse.names(union))


def _bills(model: Model) -> dict[int, Mapping[int, int]]:
    bills = {column: one for column, one in model.bills.items() if one}
    for one, column in model.cohort.items():
        price = cohort_price(model.problem, one)
        if price:
            bills[column] = {cohort_mask(model.problem, model.purse, one): price}
    for one, column in model.membership.items():
        price = model.problem.membership_by_id[one].price
        if price:
            bills[column] = {membership_mask(model.problem, model.purse, one): price}
    return bills


def _transport(model: Model, bills: Mapping[int, Mapping[int, int]]) -> None:
    """The same rule with a column for what each fund pays of each set's bills."""
    amounts = model.purse.amounts
    paid: dict[int, dict[int, int]] = defaultdict(dict)
    for mask in sorted({mask for one in bills.values() for mask in one}):
        for fund in model.purse.members(mask):
            paid[fund][mask] = model.program.column(upper=amounts[fund], whole=False)
        asked = {column: -one[mask] for column, one in bills.items() if mask in one}
        payers = ones(by_mask[mask] for by_mask in paid.values() if mask in by_mask)
        row = model.program.at_least({**asked, **payers}, 0)
        model.mark(row, "bills", *model.purse.names(mask))
    for fund, by_mask in paid.items():
        limit = model.program.at_most(ones(by_mask.values()), amounts[fund])
        model.mark(limit, "funds", *model.purse.names(1 << fund))
