"""The pages of requests: their steps, files and purchases, and the inbox of whoever answers."""

from pdplanner.plans.requests.views import files, inbox, purchases, steps
from pdplanner.plans.requests.views.blueprint import bp

__all__ = ["bp", "files", "inbox", "purchases", "steps"]
