"""What a grant reaches, and that taking it away bites at once."""

import pytest
from flask_login import login_user

from pdplanner.accounts import access, services
from pdplanner.accounts.models import Role
from pdplanner.extensions import db


@pytest.fixture
def acting(app):
    """Run a question as a user: `acting(user, lambda: access.may(...))`."""

    def ask(user, question):
        with app.app_context(), app.test_request_context("/"):
            login_user(db.session.merge(user))
            return question()

    return ask


@pytest.mark.parametrize("unit", ["alder", "department", "network", "support"])
def test_grant_reaches_its_unit_and_all_below(acting, cast, unit):
    place = getattr(cast, unit)

    assert acting(cast.director, lambda: access.may("team.read", db.session.merge(place)))


@pytest.mark.parametrize("unit", ["state", "birch", "birch_team"])
def test_grant_reaches_neither_above_nor_beside(acting, cast, unit):
    place = getattr(cast, unit)

    assert not acting(cast.director, lambda: access.may("team.read", db.session.merge(place)))


def test_unit_whose_number_begins_alike_is_not_reached(acting, cast):
    """`1/2/` is no prefix of `1/21/`: a path ends with a slash."""
    assert not cast.birch.path.startswith(cast.alder.path.rstrip("/") + "/")
    assert all(unit.path.endswith("/") for unit in (cast.alder, cast.birch, cast.network))


@pytest.mark.parametrize("role", list(Role))
def test_person_always_sees_themself_whatever_the_role(acting, cast, role):
    assert acting(cast.staff, lambda: access.may("person.read", db.session.merge(cast.sam)))


def test_staff_see_nobody_else(acting, cast):
    for permission in ("person.read", "level.read", "plan.read"):
        assert not acting(
            cast.staff, lambda permission=permission: access.may(permission, merged(cast.dana))
        )


def merged(record):
    return db.session.merge(record)


def test_only_the_person_writes_their_ratings(acting, cast):
    """Not even a director, whose own grants reach the person."""
    assert acting(cast.staff, lambda: access.may("assessment.write", merged(cast.sam)))
    assert not acting(cast.director, lambda: access.may("assessment.write", merged(cast.sam)))


def test_revoked_grant_is_gone_on_the_next_question(acting, cast):
    (grant,) = cast.director.grants
    services.revoke(grant)
    db.session.commit()

    assert not acting(cast.director, lambda: access.may("team.read", merged(cast.network)))


def test_grant_at_a_closed_unit_reaches_nothing(acting, cast):
    cast.alder.active = False
    db.session.commit()

    assert acting(cast.director, lambda: access.paths("team.read")) == ()


def test_granting_twice_is_granting_once(app, cast):
    services.grant(cast.director, role="director", unit_id=cast.alder.id)

    assert len(cast.director.grants) == 1


def test_deactivating_takes_grants_and_sessions(app, cast):
    before = cast.admin.fs_uniquifier

    services.deactivate(cast.admin)
    db.session.commit()

    assert cast.admin.grants == []
    assert cast.admin.fs_uniquifier != before


def test_address_has_one_account_whatever_its_case(app, cast):
    with pytest.raises(services.AccountExistsError, match="already has an account"):
        services.create_user(email="STAFF@example.org", name="Twin")


@pytest.mark.parametrize("number", ["0", "2147483648", "9" * 30])
def test_number_that_no_record_can_have_answers_as_a_missing_one(as_user, cast, number):
    director = as_user(cast.director)

    assert director.get(f"/people/{number}").status_code == 404
    assert director.get(f"/catalog/{number}").status_code == 404
    assert director.get(f"/teams/{number}").status_code == 404
