"""Learning plans of people, and team plans with their scenarios."""

from pdplanner.plans import (
    choosing_views,
    in_year,
    leaving,
    readiness_views,
    receipt_views,
    scenario_views,
    study_views,
    team_views,
    unlisted_views,
    without_runs,
)
from pdplanner.plans.requests import asking_anew, file_views, inbox_views, purchase_views
from pdplanner.plans.requests import views as request_views
from pdplanner.plans.views import bp

# The scenarios stand on the same blueprint as the team.
more_blueprints = (team_views.bp, readiness_views.bp, request_views.bp)

# Imported for what it listens to.
__all__ = [
    "asking_anew",
    "bp",
    "choosing_views",
    "file_views",
    "in_year",
    "inbox_views",
    "leaving",
    "more_blueprints",
    "purchase_views",
    "receipt_views",
    "scenario_views",
    "study_views",
    "unlisted_views",
    "without_runs",
]
