"""The pages on which finance enters fiscal years and funds; the budget itself is a report."""

from pdplanner.budgets.views import funds, years
from pdplanner.budgets.views.blueprint import bp

__all__ = ["bp", "funds", "years"]
