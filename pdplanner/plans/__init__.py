"""Learning plans of people, and team plans with their scenarios.

Its folders build on each other in one direction, as pyproject.toml says and `lint-imports` holds.
"""

from pdplanner.plans.choosing import views as choosing_views
from pdplanner.plans.items import run_listeners, year_listeners
from pdplanner.plans.learning_plans.views import bp
from pdplanner.plans.requests import leaver_listeners, reask_listeners
from pdplanner.plans.requests.views import bp as requests_bp
from pdplanner.plans.standing.views import bp as readiness_bp
from pdplanner.plans.team.views import bp as teams_bp
from pdplanner.plans.unlisted import views as unlisted_views

more_blueprints = (teams_bp, readiness_bp, requests_bp)

# Imported for their routes, or for what they listen to.
__all__ = [
    "bp",
    "choosing_views",
    "leaver_listeners",
    "more_blueprints",
    "reask_listeners",
    "run_listeners",
    "unlisted_views",
    "year_listeners",
]
