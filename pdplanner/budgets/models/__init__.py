"""The tables of fiscal years, funds and the ledger."""

from pdplanner.budgets.models.account_codes import AccountSegment
from pdplanner.budgets.models.approvals import UnitApproval
from pdplanner.budgets.models.funds import FiscalYear, Fund, SchoolTerm, YearEvent, YearEventKind
from pdplanner.budgets.models.ledger import Account, ActionKind, LedgerAction, LedgerEntry
from pdplanner.budgets.models.purchasing import PurchasingThreshold, Vendor
from pdplanner.budgets.models.rules import (
    FundArea,
    FundJobRole,
    FundProvider,
    FundRefusedFormat,
    FundUnit,
)

__all__ = [
    "Account",
    "AccountSegment",
    "ActionKind",
    "FiscalYear",
    "Fund",
    "FundArea",
    "FundJobRole",
    "FundProvider",
    "FundRefusedFormat",
    "FundUnit",
    "LedgerAction",
    "LedgerEntry",
    "PurchasingThreshold",
    "SchoolTerm",
    "UnitApproval",
    "Vendor",
    "YearEvent",
    "YearEventKind",
]
