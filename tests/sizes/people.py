"""Makes the lists of units, people, levels and frameworks of the furnished world longer."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from pdplanner import clock
from pdplanner.accounts.models import Grant, User
from pdplanner.assessments.models import CurrentLevel, Rating, Review, ReviewRating, SelfAssessment
from pdplanner.extensions import db
from pdplanner.frameworks.models import Framework, Indicator
from pdplanner.organization.models import JobRole, Person, Unit, person_job_role
from tests.support.cast import Cast

RATED = ("I.A.1", "I.A.2", "I.B.1", "I.B.2")


def added(model: Any, rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows, and return their ids in the same order."""
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))


def numbers(number: int) -> range:
    """Numbers that no smaller world has used, for what must be told apart."""
    return range(number, 2 * number)


def rated() -> list[int]:
    """The ids of the indicators that a small framework has; others are rated by nobody."""
    wanted = select(Indicator.id).where(Indicator.code.in_(RATED)).order_by(Indicator.id)
    return list(db.session.scalars(wanted))


def add_units(cast: Cast, number: int) -> None:
    parent = cast.department
    first = (db.session.scalar(select(db.func.max(Unit.id))) or 0) + 1
    rows = [
        {
            "id": each, "parent_id": parent.id, "name": f"Unit {each}", "kind": "team",
            "path": f"{parent.path}{each}/",
        }
        for each in range(first, first + number)
    ]  # fmt: skip
    db.session.execute(insert(Unit), rows)


def add_people(cast: Cast, number: int) -> list[int]:
    """Colleagues of Sam's who do what he does, some of them soon elsewhere."""
    leaving = clock.today() + timedelta(days=60)
    people = added(
        Person,
        [
            {
                "unit_id": cast.network.id,
                "name": f"Person {each}",
                "hours": 40,
                "leaving_on": leaving,
            }
            for each in numbers(number)
        ],
    )
    role = cast.sam.job_roles[0].id
    db.session.execute(
        insert(person_job_role), [{"person_id": each, "job_role_id": role} for each in people]
    )
    day, later = clock.today() - timedelta(days=30), clock.today() + timedelta(days=300)
    level = {"since": day, "level": 1, "source": "self", "rated_on": day, "stale_on": later}
    db.session.execute(
        insert(CurrentLevel),
        [
            {"person_id": person, "indicator_id": indicator, **level}
            for person in people
            for indicator in rated()
        ],
    )
    return people


def add_roles(cast: Cast, number: int) -> None:
    """Job roles to choose from, and accounts with a role at the district."""
    roles = [
        {"unit_id": cast.alder.id, "code": f"role-{each}", "title": f"Role {each}", "reasoning": ""}
        for each in numbers(number)
    ]
    db.session.execute(insert(JobRole), roles)
    users = added(
        User,
        [
            {
                "email": f"reader-{each}@example.org", "name": f"Reader {each}",
                "active": True, "fs_uniquifier": f"reader {each}",
            }
            for each in numbers(number)
        ],
    )  # fmt: skip
    grants = [{"user_id": each, "unit_id": cast.alder.id, "role": "reader"} for each in users]
    db.session.execute(insert(Grant), grants)


def add_frameworks(number: int) -> None:
    """Other frameworks, and indicators in the one that people are rated on."""
    facts = {"version": "1", "kind": "organization", "source": "https://example.org/"}
    frameworks = [
        {"code": f"framework-{each}", "title": f"Framework {each}", **facts}
        for each in numbers(number)
    ]
    db.session.execute(insert(Framework), frameworks)
    like = db.session.query(Indicator).filter_by(code="I.A.1").one()
    indicators = [
        {
            "framework_id": like.framework_id, "area_id": like.area_id, "code": f"I.A.{each + 90}",
            "title": f"Wire {each}", "statement": "Lays one more.", "position": each + 90,
        }
        for each in numbers(number)
    ]  # fmt: skip
    db.session.execute(insert(Indicator), indicators)


def add_history(cast: Cast, number: int) -> None:
    """Self-assessments that Sam has submitted, and reviews of him."""
    framework_id = db.session.query(Indicator).filter_by(code="I.A.1").one().framework_id
    about = {"person_id": cast.sam.id, "framework_id": framework_id}
    now = clock.now()
    given = added(SelfAssessment, [{**about, "started_at": now, "submitted_at": now}] * number)
    ratings = [
        {"assessment_id": one, "indicator_id": indicator, "level": 1, "rated_at": now}
        for one in given
        for indicator in rated()
    ]
    db.session.execute(insert(Rating), ratings)
    by = {"reviewer_id": cast.director.id, "reviewed_on": clock.today()}
    reviews = added(Review, [{**about, **by}] * number)
    notes = [
        {"review_id": one, "indicator_id": indicator, "level": 1}
        for one in reviews
        for indicator in rated()
    ]
    db.session.execute(insert(ReviewRating), notes)
