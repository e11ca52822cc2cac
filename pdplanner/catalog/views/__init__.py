"""The pages of the catalog."""

from pdplanner.catalog.views import browse, own, quotes, runs
from pdplanner.catalog.views.blueprint import bp

__all__ = ["bp", "browse", "own", "quotes", "runs"]
