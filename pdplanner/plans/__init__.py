"""Learning plans of people, and team plans with their scenarios."""

from pdplanner.plans import (
    leaving,
    readiness_views,
    receipt_views,
    scenario_views,
    study_views,
    team_views,
)
from pdplanner.plans.views import bp

# The scenarios stand on the same blueprint as the team.
team_blueprints = (team_views.bp, readiness_views.bp)

# Imported for what it listens to.
__all__ = ["bp", "leaving", "receipt_views", "scenario_views", "study_views", "team_blueprints"]
