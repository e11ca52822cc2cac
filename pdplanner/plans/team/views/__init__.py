"""The pages of a unit's team plan."""

from pdplanner.plans.team.views import plans, receipts, scenarios, studies
from pdplanner.plans.team.views.blueprint import bp

__all__ = ["bp", "plans", "receipts", "scenarios", "studies"]
