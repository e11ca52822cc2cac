import pytest

from pdplanner.accounts import queries as accounts_queries
from pdplanner.accounts import services as accounts
from pdplanner.accounts.models import Grant
from pdplanner.extensions import db
from pdplanner.organization import services as organization
from tests.organization.conftest import NOWHERE, body, link
from tests.support.html import text_but_reference, text_of

NEW = {"email": "Nina@Example.org", "name": "Nina New", "role": "director"}


def grant_of(user, role):
    return db.session.scalar(db.select(Grant).where(Grant.user_id == user.id, Grant.role == role))


def open_account(user):
    user.password = "opened"
    db.session.commit()


def test_new_address_gets_the_role_and_an_invitation(admin, cast, outbox):
    address = f"/units/{cast.network.id}/grants"

    page = text_of(admin.post(address, data=NEW, follow_redirects=True).text)

    assert "nina@example.org is director at Network, and is told by mail." in page
    assert "Nina New nina@example.org Director here" in page
    [mail] = outbox()
    assert mail["To"] == "nina@example.org"
    assert link(mail).startswith("https://pd.example.org/reset/")


def test_account_elsewhere_gets_the_role_and_is_told(admin, cast, outbox):
    open_account(cast.other_staff)
    for name, role in (("", "hr"), (cast.other_staff.name.upper(), "reader")):
        data = {"email": "other_staff@example.org", "name": name, "role": role}
        admin.post(f"/units/{cast.network.id}/grants", data=data)

        assert grant_of(cast.other_staff, role).unit == cast.network
    mail, _ = outbox()
    assert 'the role "HR" at Network' in body(mail)
    assert "/reset/" not in body(mail)


@pytest.mark.parametrize("name", ["", "Finance"])
def test_a_role_given_after_another_was_revoked_is_the_same_account_s(admin, cast, name):
    open_account(cast.finance)
    admin.post(f"/grants/{grant_of(cast.finance, 'finance').id}/revoke")
    data = {"email": "Finance@example.org", "name": name, "role": "hr"}

    given = admin.post(f"/units/{cast.alder.id}/grants", data=data)

    assert given.status_code == 303
    assert grant_of(cast.finance, "hr").unit == cast.alder
    assert (cast.finance.active, cast.finance.password) == (True, "opened")
    assert cast.finance.email == "finance@example.org"


def test_refused_role_keeps_what_was_typed_and_names_the_field(admin, cast, outbox):
    organization.deactivate_person(cast.olga)
    db.session.commit()
    refused = [
        ({"email": "no address"}, "email", "Check this address."),
        ({"email": ""}, "email", "Enter an address."),
        ({"name": ""}, "name", "This address has no account yet."),
        ({"role": "king"}, "role", "Choose from the list."),
        ({"email": cast.director.email}, "email", "is director at Alder already."),
        ({"email": cast.other_staff.email}, "email", "This address cannot be used."),
        ({"email": cast.hr.email}, "name", "This address is an account under another name."),
    ]
    for changes, field, said in refused:
        data = NEW | changes
        response = admin.post(f"/units/{cast.alder.id}/grants", data=data)

        assert (changes, response.status_code) == (changes, 422)
        assert said in response.text
        assert f'id="{field}-error"' in response.text
        assert all(f'value="{data[name]}"' in response.text for name in ("email", "name"))
    assert outbox() == []
    assert accounts_queries.user_with_email("nina@example.org") is None


def test_revoked_role_bites_at_once(as_user, admin, cast):
    director = as_user(cast.director)
    assert director.get(f"/people/{cast.sam.id}").status_code == 200

    grant = grant_of(cast.director, "director")
    page = admin.post(f"/grants/{grant.id}/revoke", follow_redirects=True)

    assert "Director is no longer director at Alder." in text_of(page.text)
    assert director.get(f"/people/{cast.sam.id}").status_code == 404
    assert director.get("/people/").status_code == 404


def test_last_admin_does_not_revoke_their_own_role(admin, cast):
    grant = grant_of(cast.admin, "admin")

    response = admin.post(f"/grants/{grant.id}/revoke")

    assert response.status_code == 422
    assert "You are the last admin of Alder" in response.text
    assert admin.get("/units/").status_code == 200


def test_admin_who_never_signed_in_does_not_count_as_another(admin, cast):
    invited = accounts.create_user(email="invited@example.org", name="Invited")
    accounts.grant(invited, role="admin", unit_id=cast.alder.id)
    db.session.commit()

    response = admin.post(f"/grants/{grant_of(cast.admin, 'admin').id}/revoke")

    assert response.status_code == 422


@pytest.mark.parametrize("unit", ["alder", "state"])
def test_admin_with_a_successor_gives_the_role_up(admin, cast, unit):
    successor = accounts.create_user(email="next@example.org", name="Next")
    accounts.grant(successor, role="admin", unit_id=getattr(cast, unit).id)
    open_account(successor)

    response = admin.post(f"/grants/{grant_of(cast.admin, 'admin').id}/revoke")

    assert (response.status_code, response.location) == (303, "/")
    assert admin.get("/units/").status_code == 404


def test_another_role_of_one_s_own_is_given_up_freely(admin, cast):
    own = accounts.grant(cast.admin, role="hr", unit_id=cast.alder.id)
    db.session.commit()

    assert admin.post(f"/grants/{own.id}/revoke").status_code == 303


def test_link_sent_again_kills_the_one_before(client, admin, cast, outbox):
    admin.post(f"/units/{cast.network.id}/grants", data=NEW)
    nina = accounts_queries.user_with_email("nina@example.org")

    admin.post(f"/grants/{nina.grants[0].id}/invite")

    first, second = (link(mail).removeprefix("https://pd.example.org") for mail in outbox())
    assert client.get(first).location == "/reset"
    assert client.get(second).status_code == 200


def test_grant_of_another_district_answers_as_one_that_does_not_exist(admin, cast):
    theirs = grant_of(cast.other_director, "director").id
    for action in ("revoke", "invite"):
        there = admin.post(f"/grants/{theirs}/{action}")
        nowhere = admin.post(f"/grants/{NOWHERE}/{action}")

        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert text_but_reference(there.text) == text_but_reference(nowhere.text)
    assert grant_of(cast.other_director, "director")


def test_only_an_admin_gives_and_revokes(as_user, cast):
    held = grant_of(cast.finance, "finance").id
    for user in (cast.director, cast.hr, cast.finance, cast.reader, cast.staff):
        client = as_user(user)
        for path in (f"/units/{cast.alder.id}/grants", f"/grants/{held}/revoke"):
            assert (user.name, client.post(path, data=NEW).status_code) == (user.name, 404)
