"""The pages and files of budgets, of the board's links, and of the audit trail."""

from pdplanner.reports.views import board, budget, lists, trail
from pdplanner.reports.views.blueprint import bp

__all__ = ["board", "bp", "budget", "lists", "trail"]
