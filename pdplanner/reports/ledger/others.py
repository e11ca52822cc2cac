"""The other fund of a transfer: where its money is from, or where it went."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager

from pdplanner.budgets.models import Fund, LedgerEntry
from pdplanner.extensions import db

OUT_OF_REACH = "a fund out of reach"


def others_of(
    fund: Fund, action_ids: Collection[int], *, named: ColumnElement[bool]
) -> dict[int, str]:
    """Return the other fund of some transfers by their ids: "from Honora", "to Grant 2028–29".

    Only a fund is named that the condition on Fund and Unit keeps.
    """
    entries = _transfers(action_ids, named).where(LedgerEntry.fund_id != fund.id)
    return {
        action_id: direction(fund.fiscal_year_id, other if seen else None, -cents)
        for action_id, other, cents, seen in db.session.execute(entries)
    }


def direction(fiscal_year_id: int, other: Fund | None, cents: int) -> str:
    """Name the other fund as one sees it whose year has an id, and which got so many cents.

    Its year is named where it is not the same; None is a fund that the reader does not see.
    """
    return f"{'from' if cents > 0 else 'to'} {_name(fiscal_year_id, other)}"


def _name(fiscal_year_id: int, other: Fund | None) -> str:
    if other is None:
        return OUT_OF_REACH
    same = other.fiscal_year_id == fiscal_year_id
    return other.named if same else f"{other.named} {other.fiscal_year.title}"


def _transfers(
    action_ids: Collection[int], named: ColumnElement[bool]
) -> Select[int, Fund, int, bool]:
    return (
        select(LedgerEntry.action_id, Fund, LedgerEntry.cents, named)
        .join(LedgerEntry.fund)
        .join(Fund.unit)
        .join(Fund.fiscal_year)
        .where(LedgerEntry.action_id.in_(action_ids))
        .options(contains_eager(Fund.fiscal_year))
    )
