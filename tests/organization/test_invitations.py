import re

import pytest
from sqlalchemy import select

from pdplanner.accounts import queries as accounts_queries
from pdplanner.accounts import services as accounts
from pdplanner.audit.models import AuditEvent
from pdplanner.extensions import db
from pdplanner.organization import services as organization
from tests.organization.conftest import BASE_URL, body, link
from tests.support.cast import make_person
from tests.support.html import text_of

SECRET = "a long enough secret"


@pytest.fixture
def nora(cast):
    person = make_person("Nora New", cast.network)
    db.session.commit()
    return person


def invite(admin, person, email, **more):
    return admin.post(f"/people/{person.id}/invite", data={"email": email, **more})


def path_of(mail):
    return link(mail).removeprefix(BASE_URL)


def send(client, path, **data):
    """Fill in the form of a page as somebody would who is not signed in."""
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get(path).text).group(1)
    return client.post(path, data=data | {"csrf_token": token})


def choose_password(client, path):
    return send(client, path, password=SECRET, password_confirm=SECRET)


def test_invited_person_chooses_a_password_and_signs_in(client, admin, nora, outbox):
    response = invite(admin, nora, "Nora@Example.org")

    assert response.status_code == 303
    [mail] = outbox()
    assert mail["To"] == "nora@example.org"
    assert "where Network plans" in body(mail)

    assert choose_password(client, path_of(mail)).location == "/login"
    assert "Your password is set. Sign in with it." in client.get("/login").text
    send(client, "/login", email="nora@example.org", password=SECRET)

    assert "Your year" in client.get(f"/people/{nora.id}").text


def test_address_in_the_mail_is_the_configured_one_whatever_the_host(admin, nora, outbox):
    session = admin.get_cookie("session").value
    admin.set_cookie("session", session, domain="evil.example")

    address = f"/people/{nora.id}/invite"
    data = {"email": "nora@example.org"}
    admin.post(address, data=data, base_url="http://evil.example")

    [mail] = outbox()
    assert link(mail).startswith(f"{BASE_URL}/reset/")
    assert "evil" not in body(mail)


def test_second_invitation_brings_a_new_link_and_kills_the_first(client, admin, nora, outbox):
    invite(admin, nora, "nora@example.org")
    invite(admin, nora, "nora@example.org")

    first, second = outbox()
    assert client.get(path_of(first)).location == "/reset"
    assert choose_password(client, path_of(second)).status_code == 302


def test_mistyped_address_is_corrected_by_inviting_again(client, admin, nora, outbox):
    invite(admin, nora, "norra@example.org")
    invite(admin, nora, "nora@example.org")

    wrong, right = outbox()
    assert (wrong["To"], right["To"]) == ("norra@example.org", "nora@example.org")
    assert client.get(path_of(wrong)).location == "/reset"
    assert nora.user.email == "nora@example.org"
    assert accounts_queries.user_with_email("norra@example.org") is None


def test_address_of_an_account_elsewhere_is_refused_without_saying_so(admin, cast, nora, outbox):
    """Staff and a director of another district are the same to see."""
    answers = set()
    for user in (cast.other_staff, cast.other_director):
        response = invite(admin, nora, user.email)
        assert (user.email, response.status_code) == (user.email, 422)
        assert f'value="{user.email}"' in response.text
        answers.add(text_of(response.text))

    assert len(answers) == 1
    assert "This address cannot be used." in answers.pop()
    assert outbox() == []
    assert nora.user is None


def test_address_of_an_account_within_reach_is_refused_with_the_reason(admin, cast, nora, outbox):
    leo = make_person("Leo", cast.support, user=accounts.create_user(email="leo@b.org", name="Leo"))
    organization.deactivate_person(leo)
    db.session.commit()

    colleague, gone = invite(admin, nora, " Staff@example.org"), invite(admin, nora, "leo@b.org")

    assert colleague.status_code == gone.status_code == 422
    assert "staff@example.org is the account of Sam Staff, in Network." in colleague.text
    assert "leo@b.org is the account of Leo, who no longer works here." in gone.text
    assert outbox() == []
    assert nora.user is None


@pytest.mark.parametrize("to", ["them", "another"])
def test_the_address_of_an_account_that_was_taken_is_given_again(
    admin, as_user, cast, nora, outbox, to
):
    """It opens a new account, and nothing that the old one was told."""
    old, person = cast.staff, cast.sam if to == "them" else nora
    old.password = "opened"
    browser = as_user(old)
    take_account(admin, cast.sam)

    given = invite(admin, person, "Staff@Example.org")

    assert given.status_code == 303
    assert person.user.email == "staff@example.org"
    assert (person.user.id == old.id, old.active, old.password) == (False, False, None)
    assert [mail["To"] for mail in outbox()] == ["staff@example.org"]
    assert browser.get("/").status_code == 302


def test_the_address_of_a_closed_account_is_given_a_role_again(admin, cast, outbox):
    form = {"email": cast.deactivated.email, "name": "Nova", "role": "hr"}

    given = admin.post(f"/units/{cast.alder.id}/grants", data=form)

    assert given.status_code == 303
    assert accounts_queries.user_with_email("deactivated@example.org").name == "Nova"
    assert cast.deactivated.name == "Deactivated"


def test_taken_address_is_refused_for_a_correction_too(admin, cast, nora):
    invite(admin, nora, "nora@example.org")

    response = invite(admin, nora, cast.other_staff.email)

    assert response.status_code == 422
    assert "This address cannot be used." in response.text
    assert nora.user.email == "nora@example.org"


def test_opened_account_is_not_invited_again(admin, cast, nora, outbox):
    invite(admin, nora, "nora@example.org")
    nora.user.password = "opened"
    db.session.commit()

    response = invite(admin, nora, "thief@example.org")

    assert response.status_code == 422
    assert "has opened the account nora@example.org already" in response.text
    assert len(outbox()) == 1


def test_role_holder_of_the_unit_becomes_staff_with_the_account_they_have(
    admin, cast, nora, outbox
):
    cast.finance.password = "opened"
    cast.finance.name = "nora  new"
    db.session.commit()

    invite(admin, nora, cast.finance.email)

    assert nora.user == cast.finance
    assert "stands for you as a member of staff of Network" in body(outbox()[0])


def test_an_account_whose_role_was_revoked_is_joined_as_it_is(admin, cast, nora):
    cast.finance.password, cast.finance.name = "opened", "Nora New"
    organization.revoke_grant(cast.finance.grants[0])
    db.session.commit()

    given = invite(admin, nora, cast.finance.email)

    assert given.status_code == 303
    assert (nora.user, nora.user.active, nora.user.password) == (cast.finance, True, "opened")


def test_account_of_another_name_is_named_and_joined_only_as_the_same_person(
    admin, cast, nora, outbox
):
    cast.finance.name = "Honora Plimswell"
    db.session.commit()

    refused = invite(admin, nora, " Finance@example.org")

    assert refused.status_code == 422
    assert "finance@example.org is the account of Honora Plimswell." in refused.text
    assert 'value="Finance@example.org"' in refused.text
    assert 'name="same_as" value="finance@example.org"' in refused.text
    assert nora.user is None
    assert outbox() == []

    taken = invite(admin, nora, "Finance@example.org", same_as="finance@example.org")

    assert taken.status_code == 303
    assert nora.user == cast.finance
    assert cast.finance.name == "Nora New"
    entry = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert "finance@example.org, until now Honora Plimswell." in entry.said


def test_a_new_link_goes_to_the_address_that_stands_in_the_form(admin, nora, outbox):
    invite(admin, nora, "nora@example.org")
    page = admin.get(f"/people/{nora.id}").text
    typed = re.search(r'<input[^>]*name="email"[^>]*>', page).group(0)

    again = invite(admin, nora, re.search(r'value="([^"]*)"', typed).group(1))

    assert "Send a new link" in page
    assert again.status_code == 303
    assert [mail["To"] for mail in outbox()] == ["nora@example.org"] * 2


def test_what_is_said_of_one_account_says_nothing_of_another(admin, cast, nora):
    for user in (cast.finance, cast.hr):
        refused = invite(admin, nora, user.email, same_as=cast.reader.email)

        assert refused.status_code == 422
        assert f'name="same_as" value="{user.email}"' in refused.text
    assert nora.user is None


def test_nobody_learns_whose_account_stands_elsewhere(admin, cast, nora):
    address = cast.other_director.email

    refused = invite(admin, nora, address, same_as=address)

    assert refused.status_code == 422
    assert "This address cannot be used." in refused.text
    assert cast.other_director.name not in refused.text


def test_role_holder_of_a_unit_above_is_not_joined_from_below(admin, cast, nora):
    """Whoever deactivates a person closes the account: a district may not do that to the state."""
    state_admin = accounts.create_user(email="state@example.org", name="State")
    accounts.grant(state_admin, role="admin", unit_id=cast.state.id)
    db.session.commit()

    assert invite(admin, nora, "state@example.org").status_code == 422
    assert nora.user is None


def test_unopened_account_with_a_role_above_keeps_its_address(admin, cast, nora):
    invite(admin, nora, "nora@example.org")
    accounts.grant(nora.user, role="hr", unit_id=cast.state.id)
    db.session.commit()

    response = invite(admin, nora, "mine@example.org")

    assert response.status_code == 422
    assert nora.user.email == "nora@example.org"


def test_inactive_person_is_not_invited(admin, nora):
    admin.post(f"/people/{nora.id}/deactivate")

    response = invite(admin, nora, "nora@example.org")

    assert response.status_code == 422
    assert accounts_queries.user_with_email("nora@example.org") is None


def take_account(client, person):
    return client.post(f"/people/{person.id}/account/take")


def test_an_account_without_a_role_is_taken_and_closed_at_once(admin, as_user, cast, outbox):
    staff = as_user(cast.staff)
    assert staff.get("/").status_code == 200

    assert take_account(admin, cast.sam).status_code == 303

    assert staff.get("/").status_code == 302
    assert (cast.sam.user, cast.staff.active) == (None, False)
    assert invite(admin, cast.sam, "sam@example.org").status_code == 303
    assert cast.sam.user.email == "sam@example.org"


def test_an_account_with_a_role_is_taken_and_keeps_it(admin, as_user, cast):
    director = as_user(cast.director)

    take_account(admin, cast.dana)

    assert cast.dana.user is None
    assert cast.director.active
    assert director.get(f"/teams/{cast.network.id}").status_code == 200
    assert director.get("/skills/").status_code == 404


def test_nobody_takes_an_account_that_stands_beyond_their_reach_or_is_their_own(admin, cast):
    accounts.grant(cast.staff, role="director", unit_id=cast.birch.id)
    own = make_person("Ada Admin", cast.department, user=cast.admin)
    db.session.commit()

    beyond, mine = take_account(admin, cast.sam), take_account(admin, own)

    assert beyond.status_code == mine.status_code == 422
    assert "has a role at a unit that is not yours to manage" in beyond.text
    assert "You cannot take your own account. Ask another admin." in mine.text
    assert (cast.sam.user_id, own.user_id) == (cast.staff.id, cast.admin.id)


def test_who_has_no_account_has_none_to_take(admin, nora):
    response = take_account(admin, nora)

    assert response.status_code == 422
    assert "Nora New has no account." in response.text
