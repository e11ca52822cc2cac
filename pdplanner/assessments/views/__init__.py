"""The pages of rating, submitting, levels and gaps."""

from pdplanner.assessments.views import levels, rating, skills, submitting
from pdplanner.assessments.views.blueprint import bp

__all__ = ["bp", "levels", "rating", "skills", "submitting"]
