"""Fiscal years and funds as finance enters them, calendars also directors; budgets are a report."""

from pdplanner.budgets.views import blackouts, cover, funds, purchasing, terms, transfers, years
from pdplanner.budgets.views.blueprint import bp

__all__ = ["blackouts", "bp", "cover", "funds", "purchasing", "terms", "transfers", "years"]
