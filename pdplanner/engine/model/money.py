"""The rule of money: no set of funds is asked for more than it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pdplanner.engine.choices.purchase import cohort_mask, cohort_price, membership_mask
from pdplanner.engine.model.fund_rows import keep_payable

if TYPE_CHECKING:
    from pdplanner.engine.model.compact import Model


def funds(model: Model) -> None:
    """No set of funds is asked for more than it has (Hall), so that the bills can be split."""
    for row, rule, mask in keep_payable(model.program, model.purse, bills_by_column(model)):
        model.mark(row, rule, *model.purse.names(mask))


def bills_by_column(model: Model) -> dict[int, Mapping[int, int]]:
    """By column what it costs, by set of funds that may pay it."""
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
