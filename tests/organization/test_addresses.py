"""An account gets another address: by an admin, told to both, and the old one opens nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.accounts import queries as accounts_queries
from pdplanner.accounts import services as accounts
from pdplanner.audit.models import AuditEvent
from pdplanner.extensions import db
from pdplanner.organization import services as organization
from pdplanner.organization.models import Person
from tests.organization.conftest import body, link
from tests.support.cast import make_person
from tests.support.html import text_of


def person_address(person):
    return f"/people/{person.id}/account/address"


def role_address(user):
    return f"/grants/{user.grants[0].id}/address"


@pytest.fixture(autouse=True)
def opened(cast):
    cast.staff.password = cast.finance.password = cast.admin.password = "opened"
    db.session.commit()


def change(client, address, email):
    return client.post(address, data={"email": email})


def test_a_persons_account_gets_another_address(admin, as_user, cast, outbox):
    staff = as_user(cast.staff)
    page = admin.get(f"/people/{cast.sam.id}").text
    changed = change(admin, person_address(cast.sam), " Samantha@Example.org ")

    assert f'href="{person_address(cast.sam)}"' in page
    assert changed.location == f"/people/{cast.sam.id}"
    assert (cast.staff.email, cast.staff.password) == ("samantha@example.org", "opened")
    assert staff.get("/").status_code == 302
    new, old = outbox()
    assert (new["To"], old["To"]) == ("samantha@example.org", "staff@example.org")
    assert "instead of staff@example.org" in body(new)
    assert "samantha" not in body(old).lower()
    entry = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (entry.kind, entry.about) == ("address changed", "Sam Staff")
    assert entry.said == "staff@example.org, now samantha@example.org."


def test_a_link_mailed_to_the_old_address_ends(admin, cast, client, outbox):
    mailed = organization.invitation_link(cast.staff)
    path = "/reset/" + mailed.partition("/reset/")[2]
    before = client.get(path).status_code

    change(admin, person_address(cast.sam), "sam@example.org")

    assert (before, client.get(path).location) == (200, "/reset")


def test_an_account_without_a_person_is_changed_where_its_role_is_listed(admin, cast, outbox):
    page = admin.get(f"/units/{cast.alder.id}").text
    changed = change(admin, role_address(cast.finance), "money@example.org")

    assert f'href="{role_address(cast.finance)}"' in page
    assert f'href="{role_address(cast.director)}"' not in page
    assert changed.location == f"/units/{cast.alder.id}"
    assert cast.finance.email == "money@example.org"
    assert [mail["To"] for mail in outbox()] == ["money@example.org", "finance@example.org"]


def test_who_never_opened_the_account_gets_the_link_at_the_new_address(admin, cast, outbox):
    change(admin, role_address(cast.hr), "people@example.org")

    new, _old = outbox()
    assert new["To"] == "people@example.org"
    assert "/reset/" in link(new)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("STAFF@example.org", "This is the address already."),
        ("DIRECTOR@example.org", "director@example.org is the account of Dana Director, in"),
        ("hr@example.org", "hr@example.org is the account of Hr, who has a role."),
        ("Other_Staff@example.org", "This address cannot be used."),
        ("other_director@example.org", "This address cannot be used."),
        ("no address", "Check this address."),
        ("", "Enter an address."),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_why(admin, cast, outbox, typed, said):
    refused = change(admin, person_address(cast.sam), typed)

    assert refused.status_code == 422
    assert said in text_of(refused.text)
    assert f'value="{typed}"' in refused.text
    assert "Olga" not in refused.text
    assert cast.staff.email == "staff@example.org"
    assert outbox() == []


def test_an_account_with_a_role_or_a_person_beyond_reach_keeps_its_address(admin, cast, outbox):
    accounts.grant(cast.staff, role="director", unit_id=cast.birch.id)
    make_person("Fin", cast.birch_team, user=cast.finance)
    reader = role_address(cast.reader)
    accounts.grant(cast.reader, role="admin", unit_id=cast.state.id)
    db.session.commit()

    by_person = change(admin, person_address(cast.sam), "mine@example.org")
    by_role = change(admin, role_address(cast.finance), "mine@example.org")
    above = change(admin, reader, "mine@example.org")

    assert [each.status_code for each in (by_person, by_role, above)] == [422, 404, 422]
    assert "not yours to manage" in by_person.text
    assert outbox() == []


@pytest.fixture
def network_admin(cast, as_user):
    """An admin of Sam's team alone."""
    user = accounts.create_user(email="net@example.org", name="Net")
    accounts.grant(user, role="admin", unit_id=cast.network.id)
    db.session.commit()
    return as_user(user)


def stand_in(cast, days=0):
    """Let Sam stand in for the director of the district for three days."""
    first = clock.today() + timedelta(days=days)
    last = first + timedelta(days=2)
    [held] = [each for each in cast.director.grants if each.unit_id == cast.alder.id]
    organization.set_absence(held, substitute="staff@example.org", first=first, last=last)
    db.session.commit()


@pytest.mark.parametrize("days", [0, 5])
@pytest.mark.parametrize("opened", [True, False])
def test_an_account_that_stands_in_beyond_reach_keeps_its_address(
    admin, network_admin, cast, outbox, days, opened
):
    cast.staff.password = "opened" if opened else None
    stand_in(cast, days)
    by_letter = f"/people/{cast.sam.id}/invite"
    ways = [person_address(cast.sam), by_letter][: 1 if opened else 2]

    for way in ways:
        refused = change(network_admin, way, "mine@example.org")

        assert refused.status_code == 422
        assert "stands in for somebody at a unit that is not yours to manage" in refused.text
    assert cast.staff.email == "staff@example.org"
    assert outbox() == []
    assert change(admin, ways[-1], "sam@example.org").status_code == 303


def test_what_an_account_stood_in_for_is_over(network_admin, cast, monkeypatch):
    stand_in(cast)
    later = clock.now() + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert change(network_admin, person_address(cast.sam), "sam@example.org").status_code == 303


def test_nobody_changes_their_own_address_by_a_session_alone(admin, cast, outbox):
    make_person("Ada Admin", cast.department, user=cast.admin)
    db.session.commit()
    own = person_address(db.session.scalars(select(Person).where(Person.user == cast.admin)).one())

    shown, refused = admin.get(own), change(admin, own, "root@example.org")

    assert (shown.status_code, refused.status_code) == (200, 422)
    for page in (shown, refused):
        assert "You cannot change your own address. Ask another admin." in page.text
        assert 'name="email"' not in page.text
    assert cast.admin.email == "admin@example.org"
    assert outbox() == []


def test_nor_where_their_role_is_listed(admin, cast, outbox):
    refused = change(admin, role_address(cast.admin), "root@example.org")

    assert refused.status_code == 422
    assert "You cannot change your own address. Ask another admin." in refused.text
    assert cast.admin.email == "admin@example.org"
    assert outbox() == []


def test_an_address_that_a_closed_account_gives_up_is_free_and_the_trail_says_so(admin, cast):
    organization.revoke_grant(cast.director.grants[0])
    db.session.commit()
    organization.take_account(cast.dana)
    db.session.commit()

    changed = change(admin, person_address(cast.sam), "director@example.org")

    assert changed.status_code == 303
    assert cast.staff.email == "director@example.org"
    at_the_old, at_the_new = given_up()
    assert (at_the_old.unit, at_the_old.about) == (
        "Technology", "Director (director@example.org)",
    )  # fmt: skip
    assert "Its address is free for a new account: this one was closed" in at_the_old.said
    assert (at_the_new.unit, at_the_new.about) == ("Network", "director@example.org")


def given_up():
    """What the trail says of addresses that became free, the oldest first."""
    of_addresses = select(AuditEvent).where(
        AuditEvent.kind == "address changed", AuditEvent.said.contains("ree for a new account")
    )
    return db.session.scalars(of_addresses.order_by(AuditEvent.id)).all()


def test_the_name_of_a_closed_account_stays_with_the_district_where_it_stood(admin, cast):
    organization.take_account(cast.olga)
    nora = make_person("Nora", cast.network)
    db.session.commit()

    given = change(admin, f"/people/{nora.id}/invite", "other_staff@example.org")

    assert given.status_code == 303
    trail = text_of(admin.get("/audit/").text)
    assert "Free for a new account: the one that had it was closed" in trail
    assert "other_staff@example.org" in trail
    assert "Other Staff" not in trail
    assert [(each.unit, each.about) for each in given_up()] == [
        ("Birch Technology", "Other Staff (other_staff@example.org)"),
        ("Network", "other_staff@example.org"),
    ]


def given_by_mistake(cast):
    """An account that somebody invited at an address that is Sam's, and took the role back."""
    grant, _letter = organization.give_grant(
        cast.alder, email="sam@new.org", role="reader", name="Wrong Name"
    )
    db.session.commit()
    user = grant.user
    organization.revoke_grant(grant)
    db.session.commit()
    return user


@pytest.mark.parametrize("way", ["address", "invitation", "role"])
def test_an_account_never_opened_that_stands_for_nobody_gives_its_address_up(admin, cast, way):
    mistake = given_by_mistake(cast)
    nora = make_person("Nora", cast.network)
    db.session.commit()
    address, more = {
        "address": (person_address(cast.sam), {}),
        "invitation": (f"/people/{nora.id}/invite", {}),
        "role": (f"/units/{cast.alder.id}/grants", {"role": "hr", "name": "Sam Staff"}),
    }[way]

    given = admin.post(address, data={"email": "sam@new.org"} | more)

    assert given.status_code == 303
    now = accounts_queries.user_with_email("sam@new.org")
    assert (now.id == mistake.id, now.name) == (
        False, {"address": "Staff", "invitation": "Nora", "role": "Sam Staff"}[way],
    )  # fmt: skip
    assert (mistake.active, mistake.name) == (False, "Wrong Name")
    assert "this one was never opened" in given_up()[0].said


def test_an_empty_name_does_not_bring_a_mistake_back(admin, cast):
    given_by_mistake(cast)
    form = {"email": "sam@new.org", "role": "hr", "name": ""}

    refused = admin.post(f"/units/{cast.alder.id}/grants", data=form)

    assert refused.status_code == 422
    assert "This address has no account yet." in refused.text
    assert "Wrong Name" not in refused.text


def test_an_open_account_without_role_or_person_keeps_its_address(admin, cast):
    cast.other_director.password = "opened"
    organization.revoke_grant(cast.other_director.grants[0])
    db.session.commit()

    refused = change(admin, person_address(cast.sam), "other_director@example.org")

    assert refused.status_code == 422
    assert "This address cannot be used." in refused.text
    assert (cast.other_director.active, cast.other_director.password) == (True, "opened")
    assert cast.other_director.email == "other_director@example.org"


def lost_role(cast):
    """The director of Birch, who opened the account and has no role any more."""
    cast.other_director.password = "opened"
    organization.revoke_grant(cast.other_director.grants[0])
    db.session.commit()
    return cast.other_director


@pytest.mark.parametrize("same_as", ["", "other_director@example.org"])
def test_an_account_that_lost_its_role_elsewhere_is_not_told_from_one_that_has_it(
    admin, cast, outbox, same_as
):
    nora = make_person("Nora", cast.network)
    db.session.commit()
    form = {"email": "other_director@example.org", "same_as": same_as}
    before = admin.post(f"/people/{nora.id}/invite", data=form)
    user = lost_role(cast)

    after = admin.post(f"/people/{nora.id}/invite", data=form)

    assert (before.status_code, after.status_code) == (422, 422)
    assert text_of(after.text) == text_of(before.text)
    assert "This address cannot be used." in after.text
    assert (nora.user_id, user.name) == (None, "Other Director")
    assert outbox() == []


def test_nor_is_it_given_a_role_by_an_empty_name_or_its_own(admin, network_admin, cast, outbox):
    user = lost_role(cast)
    organization.revoke_grant(cast.finance.grants[0])
    db.session.commit()
    for client, unit, held, name in (
        (admin, cast.alder, user, ""),
        (admin, cast.alder, user, "Other Director"),
        (network_admin, cast.network, cast.finance, ""),
    ):
        form = {"email": held.email, "role": "hr", "name": name}
        refused = client.post(f"/units/{unit.id}/grants", data=form)

        assert refused.status_code == 422
        assert "This address cannot be used." in refused.text
        assert held.grants == []
    assert outbox() == []


def test_a_role_given_before_the_other_was_revoked_hands_no_account_over(admin, cast, outbox):
    """It still shows what it was told at the unit where it lost its role."""
    organization.give_grant(cast.alder, email="other_director@example.org", role="reader")
    user = cast.other_director
    [theirs] = [each for each in user.grants if each.unit_id == cast.birch.id]
    user.password = "opened"
    organization.revoke_grant(theirs)
    nora = make_person("Nora", cast.network)
    db.session.commit()
    db.session.refresh(user)

    changed = change(admin, role_address(user), "mine@example.org")
    form = {"email": user.email, "same_as": user.email}
    joined = admin.post(f"/people/{nora.id}/invite", data=form)

    assert (changed.status_code, joined.status_code) == (422, 422)
    assert "had a role at a unit that is not yours to manage" in changed.text
    assert (user.email, nora.user_id) == ("other_director@example.org", None)
    assert outbox() == []


def test_a_role_lost_under_an_earlier_address_hands_no_account_over(admin, cast, outbox):
    organization.give_grant(cast.alder, email="other_director@example.org", role="reader")
    user = cast.other_director
    [theirs] = [each for each in user.grants if each.unit_id == cast.birch.id]
    user.password = "opened"
    organization.revoke_grant(theirs)
    db.session.flush()
    db.session.refresh(user)
    for newer in ("second@example.org", "third@example.org"):
        organization.change_address(user, email=newer)
    nora = make_person("Nora", cast.network)
    db.session.commit()

    form = {"email": user.email, "same_as": user.email}
    joined = admin.post(f"/people/{nora.id}/invite", data=form)

    assert joined.status_code == 422
    assert "This address cannot be used" in joined.text
    assert (user.email, nora.user_id) == ("third@example.org", None)


def test_a_new_account_is_not_held_for_what_another_lost_at_its_address(admin, cast, monkeypatch):
    earlier = clock.now() - timedelta(minutes=1)
    with monkeypatch.context() as then:
        then.setattr(clock, "now", lambda: earlier)
        user = lost_role(cast)
        accounts.deactivate(user)
        db.session.commit()
    form = {"email": user.email, "role": "hr", "name": "Nina"}
    admin.post(f"/units/{cast.alder.id}/grants", data=form)
    nina = accounts_queries.user_with_email("other_director@example.org")

    assert change(admin, role_address(nina), "nina@example.org").status_code == 303


@pytest.mark.parametrize("way", ["address", "invitation", "correction", "role"])
def test_an_address_that_another_admin_gave_in_the_same_moment_is_refused(
    admin, cast, outbox, monkeypatch, way
):
    """Neither sees what the other has not committed: nobody has the address when they look."""
    cast.staff.password = None if way == "correction" else "opened"
    nora = make_person("Nora", cast.network)
    db.session.commit()
    monkeypatch.setattr(accounts_queries, "user_with_email", lambda _email: None)
    address, more = {
        "address": (person_address(cast.sam), {}),
        "invitation": (f"/people/{nora.id}/invite", {}),
        "correction": (f"/people/{cast.sam.id}/invite", {}),
        "role": (f"/units/{cast.alder.id}/grants", {"role": "reader", "name": "Hr"}),
    }[way]

    refused = admin.post(address, data={"email": "hr@example.org"} | more)

    assert refused.status_code == 422
    assert "This address cannot be used." in refused.text
    assert 'value="hr@example.org"' in refused.text
    db.session.refresh(cast.staff)
    assert cast.staff.email == "staff@example.org"
    assert outbox() == []


def test_a_person_without_an_account_has_no_address_to_change(admin, cast):
    nora = make_person("Nora", cast.network)
    db.session.commit()

    assert admin.get(person_address(nora)).status_code == 404
