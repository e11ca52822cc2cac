"""A framework small enough to solve by hand: two areas, two indicators each."""

from pdplanner.extensions import db
from pdplanner.frameworks.models import Framework
from pdplanner.frameworks.services import load_framework
from pdplanner.organization.models import JobRole
from pdplanner.organization.services import load_job_role

SMALL_FRAMEWORK = {
    "code": "small",
    "title": "A small framework",
    "version": "1",
    "kind": "individual",
    "source": "made for the tests",
    "categories": [
        {
            "code": "I",
            "title": "Everything",
            "areas": [
                {
                    "code": "I.A",
                    "title": "Networks",
                    "short": "Networks",
                    "summary": "Keeps networks running.",
                    "indicators": [
                        {"code": "I.A.1", "title": "Wires", "statement": "Lays wires."},
                        {"code": "I.A.2", "title": "Waves", "statement": "Plans wireless."},
                    ],
                },
                {
                    "code": "I.B",
                    "title": "Helping",
                    "short": "Helping",
                    "summary": "Helps people.",
                    "indicators": [
                        {"code": "I.B.1", "title": "Listening", "statement": "Listens first."},
                        {"code": "I.B.2", "title": "Explaining", "statement": "Explains well."},
                    ],
                },
            ],
        }
    ],
}
TECHNICIAN = {
    "code": "technician",
    "title": "Technician",
    "framework": "small",
    "reasoning": "Does a little of everything.",
    "source": "made for the tests",
    "targets": [
        {"indicator": "I.A.1", "level": 3, "weight": 5},
        {"indicator": "I.A.2", "level": 3, "weight": 2},
        {"indicator": "I.B.1", "level": 2, "weight": 1},
    ],
}


def make_framework() -> Framework:
    framework = load_framework(SMALL_FRAMEWORK)
    db.session.flush()
    return framework


def make_job_role() -> JobRole:
    """A role with targets on three of the four indicators; the framework must be there."""
    role = load_job_role(TECHNICIAN)
    db.session.flush()
    return role
