"""Fiscal years and funds: the money that plans may use, and the only code that moves it."""

from pdplanner.budgets.views import bp

__all__ = ["bp"]
