"""The other fund of a transfer: where its money is from, or where it went."""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from pdplanner.budgets.models import Fund, LedgerEntry
from pdplanner.extensions import db


def others_of(fund: Fund, action_ids: Collection[int]) -> dict[int, str]:
    """Return the other fund of some transfers by their ids: "from Honora", "to Grant 2028–29"."""
    entries = _transfers(action_ids).where(LedgerEntry.fund_id != fund.id)
    return {
        action_id: direction(fund.fiscal_year_id, other, -cents)
        for action_id, other, cents in db.session.execute(entries)
    }


def direction(fiscal_year_id: int, other: Fund, cents: int) -> str:
    """Name the other fund as one sees it whose year has an id, and which got so many cents.

    Its year is named where it is not the same.
    """
    same = other.fiscal_year_id == fiscal_year_id
    name = other.name if same else f"{other.name} {other.fiscal_year.title}"
    return f"{'from' if cents > 0 else 'to'} {name}"


def _transfers(action_ids: Collection[int]) -> Select[int, Fund, int]:
    return (
        select(LedgerEntry.action_id, Fund, LedgerEntry.cents)
        .join(LedgerEntry.fund)
        .join(Fund.fiscal_year)
        .where(LedgerEntry.action_id.in_(action_ids))
        .options(contains_eager(Fund.fiscal_year))
    )
