"""A district of thousands, written in bulk: what the bench and the size tests run on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from pdplanner import clock, shipped
from pdplanner.accounts import services as accounts
from pdplanner.accounts.models import User
from pdplanner.assessments.models import CurrentLevel, SelfAssessment
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization.models import JobRole, Person, Unit, UnitKind, person_job_role
from tests.support import large_budget
from tests.support.cast import make_unit
from tests.support.client import session_of

TEAM = 26
BATCH = 50_000


@dataclass(frozen=True)
class Addresses:
    """Where to go, and the cookies of those who go there."""

    home: str
    people: str
    team: str
    rating: str
    rating_form: dict[str, str]
    requests: str
    fund: str
    staff: str
    director: str
    finance: str
    token: str


def make(people: int) -> Addresses:
    """Make a district of so many people in teams of 26, each rated once on every indicator."""
    shipped.load()
    district = make_unit("Large District", UnitKind.DISTRICT)
    this_year = clock.today().replace(month=1, day=1)
    year = FiscalYear(
        unit=district, starts_on=this_year, ends_on=this_year.replace(month=12, day=31)
    )
    db.session.add(year)
    teams = [
        make_unit(f"Team {number}", UnitKind.TEAM, parent=district)
        for number in range(-(-people // TEAM))
    ]
    _add_people(people, teams)
    _add_levels()
    staff, assessment = _staff(teams[0])
    director = accounts.create_user(email="director@large.example", name="Director")
    accounts.grant(director, role="director", unit_id=district.id)
    finance = accounts.create_user(email="finance@large.example", name="Finance")
    accounts.grant(finance, role="finance", unit_id=district.id)
    fund = large_budget.add(year)
    db.session.commit()
    cookie, token = session_of(staff)
    return Addresses(
        home="/",
        people="/people/",
        team=f"/teams/{teams[0].id}",
        rating=f"/skills/{assessment.id}/ratings/III.E.2",
        rating_form={"III.E.2-level": "2", "III.E.2-evidence": ""},
        requests="/requests/",
        fund=f"/budget/funds/{fund.id}/ledger?figure=encumbered",
        staff=cookie,
        director=session_of(director)[0],
        finance=session_of(finance)[0],
        token=token,
    )


def _add_people(number: int, teams: list[Unit]) -> None:
    rows = [
        {
            "unit_id": teams[each // TEAM].id,
            "name": f"Person {each:05}",
            "employee_number": f"E{each:05}",
            "active": True,
            "hours": 40.0,
            "allowance_cents": 90_000,
        }
        for each in range(number)
    ]
    db.session.execute(insert(Person), rows)
    roles = db.session.scalars(select(JobRole.id).order_by(JobRole.id)).all()
    ids = db.session.scalars(select(Person.id).order_by(Person.id)).all()
    db.session.execute(
        insert(person_job_role),
        [{"person_id": each, "job_role_id": roles[each % len(roles)]} for each in ids],
    )


def _add_levels() -> None:
    people = db.session.scalars(select(Person.id)).all()
    indicators = db.session.scalars(select(Indicator.id)).all()
    rated_on = clock.today() - timedelta(days=30)
    rows: list[dict[str, Any]] = []
    for person in people:
        rows += [
            {
                "person_id": person,
                "indicator_id": indicator,
                "since": rated_on,
                "level": (person + indicator) % 4,
                "source": "self",
                "rated_on": rated_on,
                "stale_on": rated_on + timedelta(days=540),
            }
            for indicator in indicators
        ]
        if len(rows) >= BATCH:
            db.session.execute(insert(CurrentLevel), rows)
            rows = []
    if rows:
        db.session.execute(insert(CurrentLevel), rows)


def _staff(team: Unit) -> tuple[User, SelfAssessment]:
    """An account for the team's first person, with a draft begun."""
    user = accounts.create_user(email="staff@large.example", name="Staff")
    person = db.session.scalars(select(Person).where(Person.unit_id == team.id)).first()
    assert person is not None
    person.user = user
    indicator = db.session.scalars(select(Indicator)).first()
    assert indicator is not None
    draft = SelfAssessment(
        person=person, framework_id=indicator.framework_id, started_at=clock.now()
    )
    db.session.add(draft)
    db.session.flush()
    return user, draft
