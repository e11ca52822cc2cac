"""Learning plans of people, and team plans with their scenarios."""

from pdplanner.plans import readiness_views, scenario_views, team_views
from pdplanner.plans.views import bp

# The scenarios stand on the same blueprint as the team.
team_blueprints = (team_views.bp, readiness_views.bp)

__all__ = ["bp", "scenario_views", "team_blueprints"]
