"""The pages of rating, submitting, levels, gaps and reviews."""

from pdplanner.assessments.views import levels, rating, reviewing, skills, submitting
from pdplanner.assessments.views.blueprint import bp

__all__ = ["bp", "levels", "rating", "reviewing", "skills", "submitting"]
