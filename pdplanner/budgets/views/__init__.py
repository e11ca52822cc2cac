"""Fiscal years and funds as finance enters them, calendars also directors; budgets are a report."""

from pdplanner.budgets.views import (
    account_codes,
    approvals,
    blackouts,
    closing,
    cover,
    funds,
    purchasing,
    terms,
    transfers,
    years,
)
from pdplanner.budgets.views.blueprint import bp

__all__ = [
    "account_codes",
    "approvals",
    "blackouts",
    "bp",
    "closing",
    "cover",
    "funds",
    "purchasing",
    "terms",
    "transfers",
    "years",
]
