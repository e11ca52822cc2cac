from collections.abc import Collection

from flask import Blueprint, abort
from sqlalchemy.orm import joinedload

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.assessments.models import SelfAssessment
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Person

WITH_PERSON = (joinedload(SelfAssessment.person),)
# What a save needs to know of the person, and no more.
WITH_OWNER = (joinedload(SelfAssessment.person).load_only(Person.user_id, Person.unit_id),)

bp = Blueprint("assessments", __name__, url_prefix="/skills")


def own_person() -> Person:
    """The person behind the signed-in account; an account without one answers 404."""
    return organization.person_of(signed_in_user().id) or abort(404)


def permitted_assessment(assessment_id: int) -> SelfAssessment:
    """The self-assessment, with its person, if the view's permission reaches it."""
    return access.load(SelfAssessment, assessment_id, options=WITH_PERSON)


def own_draft(assessment_id: int) -> SelfAssessment:
    """One's own draft; a submitted self-assessment answers 409, for it is kept as it is."""
    assessment = access.load(SelfAssessment, assessment_id, options=WITH_OWNER)
    if assessment.submitted_at:
        abort(409)
    return assessment


def aims_of(person_id: int) -> Collection[int]:
    """The ids of the indicators that the person's roles aim at."""
    return organization.targets_of([person_id]).get(person_id, {}).keys()
