import copy

import pytest
from sqlalchemy import select

from pdplanner import datafiles
from pdplanner.extensions import db
from pdplanner.frameworks import services as frameworks
from pdplanner.organization import queries, services
from pdplanner.organization.models import JobRole, Target
from pdplanner.organization.targets import Aim
from tests.support.cast import make_person
from tests.support.queries import count_queries


def targets():
    rows = db.session.execute(select(Target.__table__).order_by(Target.indicator_id))
    return [tuple(row) for row in rows]


def test_role_is_loaded_with_its_targets(job_role):
    assert job_role.reasoning == "Keeps the network up."
    assert [(t.indicator.code, t.level, t.good_enough, t.weight) for t in job_role.targets] == [
        ("I.A.1", 3, None, 9),
        ("I.A.2", 2, 3, 5),
    ]


def test_loading_the_same_role_twice_changes_nothing(job_role, role_document):
    before = targets()

    with count_queries() as statements:
        services.load_job_role(role_document)
        db.session.commit()

    assert {each.split()[0] for each in statements} == {"SELECT"}
    assert targets() == before


def test_edited_role_gains_changes_and_loses_targets(job_role, role_document):
    role_document["targets"] = [
        {"indicator": "I.A.2", "level": 4, "weight": 5},
        {"indicator": "I.A.3", "level": 1, "weight": 2},
    ]

    again = services.load_job_role(role_document)
    db.session.commit()

    assert again.id == job_role.id
    assert [row[2:] for row in targets()] == [(4, None, 5), (1, None, 2)]


def test_role_that_names_an_unknown_indicator_is_refused(job_role, role_document):
    document = copy.deepcopy(role_document) | {"code": "other"}
    document["targets"][0]["indicator"] = "I.A.9"

    with pytest.raises(
        services.OrganizationError, match=r"other: framework small has no .* I\.A\.9"
    ):
        services.load_job_role(document)

    assert db.session.scalar(select(JobRole).where(JobRole.code == "other")) is None


def test_every_shipped_role_loads(app):
    catalog = datafiles.catalog()
    for document in catalog.frameworks.values():
        frameworks.load_framework(document)

    roles = [services.load_job_role(document) for document in catalog.job_roles.values()]
    db.session.commit()

    assert len(roles) == 11
    assert all(len(role.targets) >= 10 for role in roles)


@pytest.fixture
def second_role(job_role, role_document):
    document = role_document | {"code": "second", "title": "Second"}
    document["targets"] = [
        {"indicator": "I.A.1", "level": 2, "good_enough": 4, "weight": 10},
        {"indicator": "I.A.3", "level": 1, "weight": 1},
    ]
    return services.load_job_role(document)


def test_person_of_two_roles_aims_at_the_highest_of_both(cast, job_role, second_role):
    cast.sam.job_roles = [job_role, second_role]
    db.session.commit()
    ids = {target.indicator.code: target.indicator_id for target in job_role.targets}

    aims = queries.targets_of([cast.sam.id, cast.dana.id])

    assert aims[cast.sam.id][ids["I.A.1"]] == Aim(3, 4, 10)
    assert aims[cast.sam.id][ids["I.A.2"]] == Aim(2, 3, 5)
    assert len(aims[cast.sam.id]) == 3
    assert aims[cast.dana.id] == {}


def test_aims_of_many_people_take_as_many_queries_as_of_one(cast, job_role):
    people = [make_person(f"Person {n}", cast.network) for n in range(200)]
    for person in people:
        person.job_roles = [job_role]
    db.session.commit()
    ids = [person.id for person in people]
    counts = []

    for some in (ids[:1], ids):
        with count_queries() as statements:
            aims = queries.targets_of(some)
        counts.append(len(statements))

    assert len(aims) == 200
    assert counts[0] == counts[1]
