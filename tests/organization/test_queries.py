import pytest

from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from pdplanner.organization import queries, services
from pdplanner.organization.models import UnitKind
from tests.support.cast import make_person, make_unit
from tests.support.queries import count_queries


def test_units_below_are_the_open_subtree_with_parents_first(cast):
    cast.support.active = False
    deep = make_unit("Cabling", UnitKind.TEAM, parent=cast.network)
    db.session.commit()

    units = queries.units_below(cast.alder)

    assert units == [cast.alder, cast.department, cast.network, deep]


def test_unit_ten_is_not_below_unit_one(cast):
    """Paths are compared by whole ids: 1/1 is no beginning of 1/10/."""
    children = [make_unit(f"Unit {n}", UnitKind.TEAM, parent=cast.birch) for n in range(12)]
    db.session.commit()
    one, eleven = next(
        (a, b) for a in children for b in children if a != b and str(b.id).startswith(str(a.id)[:1])
    )

    assert queries.units_below(one) == [one]
    assert queries.units_below(eleven) == [eleven]


@pytest.mark.parametrize(
    ("unit", "district"),
    [("network", "alder"), ("alder", "alder"), ("birch_team", "birch"), ("state", None)],
)
def test_district_of_a_unit_is_the_nearest_at_or_above(cast, unit, district):
    found = queries.district_of(getattr(cast, unit))

    assert found == (getattr(cast, district) if district else None)


def test_months_of_a_unit_are_its_own_or_the_nearest_above(cast):
    assert queries.stale_months(cast.network) == 18
    cast.state.stale_after_months = 24
    cast.department.stale_after_months = 12
    db.session.commit()

    assert queries.stale_months(cast.network) == 12
    assert queries.stale_months(cast.birch_team) == 24


def test_people_in_a_unit_are_the_active_of_its_subtree_by_unit_and_name(cast):
    make_person("Ann Support", cast.support)
    make_person("adam Network", cast.network)
    services.deactivate_person(make_person("Gone Network", cast.network))
    db.session.commit()

    names = [person.name for person in queries.people_in(cast.alder)]

    assert names == ["Dana Director", "adam Network", "Sam Staff", "Ann Support"]


def test_person_behind_an_account_is_an_active_one(cast):
    assert queries.person_of(cast.staff.id) == cast.sam
    assert queries.person_of(cast.finance.id) is None

    services.deactivate_person(cast.sam)

    assert queries.person_of(cast.staff.id) is None


def test_reading_people_with_unit_and_roles_takes_a_fixed_number_of_queries(cast, job_role):
    counts = []
    for number in (3, 300):
        for n in range(number):
            make_person(f"Person {n}", cast.network).job_roles = [job_role]
        db.session.commit()
        path = cast.alder
        db.session.refresh(path)
        with count_queries() as statements:
            seen = [(p.unit.name, len(p.job_roles)) for p in queries.people_in(path)]
        counts.append(len(statements))

    assert len(seen) == 305
    assert counts[0] == counts[1]


def test_grant_holder_without_a_person_is_nobody_s_account(cast):
    user = accounts.create_user(email="new@example.org", name="New")

    assert not queries.stands_behind_somebody(user.id)
    assert queries.stands_behind_somebody(cast.staff.id)
