"""The account code of a fund that was carried over, where a part of it says the year before."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from pdplanner.budgets.account_codes import Part
from pdplanner.budgets.ledger_queries import went_on
from pdplanner.budgets.models import FiscalYear, Fund, LedgerEntry
from pdplanner.extensions import db


class OldCode(NamedTuple):
    """What the code still says of the year before: the name of the part, and its text."""

    year: str
    part: str
    text: str


def code_of_last_year(fund: Fund, parts: Iterable[Part]) -> OldCode | None:
    """Say which of a code's parts stands for the year that the money was carried over from.

    None where another code was entered, where no part of the district's codes is a year, and in a
    closed year, whose code nobody has to look at any more.
    """
    said = next((each for each in parts if _is_year(each.segment)), None)
    if said is None or fund.fiscal_year.closed_at is not None:
        return None
    before = _carried_from(fund)
    return OldCode(before.title, said.segment, said.text) if before else None


def _is_year(segment: str) -> bool:
    return "year" in segment.lower().split()


def _carried_from(fund: Fund) -> FiscalYear | None:
    """The year before, where a fund of this code gave what it had left to this one."""
    gave, took, giver = aliased(LedgerEntry), aliased(LedgerEntry), aliased(Fund)
    carried = select(FiscalYear).join(giver, giver.fiscal_year_id == FiscalYear.id)
    carried = carried.join(gave, gave.fund_id == giver.id)
    carried = carried.join(took, took.action_id == gave.action_id).where(
        giver.account_code == fund.account_code, took.fund_id == fund.id, went_on(gave, took)
    )
    return db.session.scalar(carried.order_by(FiscalYear.starts_on.desc()).limit(1))
