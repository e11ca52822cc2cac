"""The tables of fiscal years, funds and the ledger."""

from pdplanner.budgets.models.funds import (
    FiscalYear,
    Fund,
    FundArea,
    FundRefusedFormat,
    SchoolTerm,
)
from pdplanner.budgets.models.ledger import Account, ActionKind, LedgerAction, LedgerEntry
from pdplanner.budgets.models.purchasing import PurchasingThreshold, Vendor

__all__ = [
    "Account",
    "ActionKind",
    "FiscalYear",
    "Fund",
    "FundArea",
    "FundRefusedFormat",
    "LedgerAction",
    "LedgerEntry",
    "PurchasingThreshold",
    "SchoolTerm",
    "Vendor",
]
