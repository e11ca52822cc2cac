"""The pages of the catalog."""

from pdplanner.catalog.views import browse, memberships, own, quotes, runs
from pdplanner.catalog.views.blueprint import bp

__all__ = ["bp", "browse", "memberships", "own", "quotes", "runs"]
