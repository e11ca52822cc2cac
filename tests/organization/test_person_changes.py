from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from pdplanner.organization import services
from tests.organization.conftest import NOWHERE
from tests.support.cast import make_person
from tests.support.html import text_but_reference, text_of


def test_staff_see_themselves_and_nobody_else(as_user, cast):
    staff = as_user(cast.staff)

    assert "Your year" in staff.get(f"/people/{cast.sam.id}").text
    assert staff.get(f"/people/{cast.dana.id}").status_code == 404
    assert staff.get("/people/").status_code == 404
    assert staff.get(f"/people/{cast.sam.id}/edit").status_code == 404


def test_moved_person_is_seen_from_the_new_unit(as_user, admin, cast):
    support_lead = accounts.create_user(email="lead@example.org", name="Lead")
    accounts.grant(support_lead, role="director", unit_id=cast.support.id)
    db.session.commit()
    assert as_user(support_lead).get(f"/people/{cast.sam.id}").status_code == 404

    data = {"unit": cast.support.id}
    page = admin.post(f"/people/{cast.sam.id}/move", data=data, follow_redirects=True)

    assert "Sam Staff now works in Support." in text_of(page.text)
    assert as_user(support_lead).get(f"/people/{cast.sam.id}").status_code == 200


def test_deactivated_person_is_signed_out_and_listed_apart(as_user, admin, cast):
    staff = as_user(cast.staff)

    page = admin.post(f"/people/{cast.sam.id}/deactivate", follow_redirects=True)

    assert "Sam Staff is no longer active." in text_of(page.text)
    assert staff.get(f"/people/{cast.sam.id}").status_code == 302
    assert "Sam Staff" not in admin.get("/people/").text
    assert "Sam Staff" in admin.get("/people/?inactive=1").text


def test_person_who_comes_back_has_the_account_but_no_roles(as_user, admin, cast):
    admin.post(f"/people/{cast.dana.id}/deactivate")

    page = admin.post(f"/people/{cast.dana.id}/reactivate", follow_redirects=True)

    assert "Roles have to be given anew." in text_of(page.text)
    assert as_user(cast.director).get(f"/people/{cast.dana.id}").status_code == 200
    assert as_user(cast.director).get("/people/").status_code == 404


def test_admin_does_not_deactivate_themselves(admin, cast):
    own = make_person("Ada Admin", cast.support, user=cast.admin)
    db.session.commit()

    response = admin.post(f"/people/{own.id}/deactivate")

    assert response.status_code == 422
    assert "You cannot deactivate yourself" in response.text
    assert own.active
    assert admin.get("/people/").status_code == 200


def test_account_with_a_role_out_of_reach_is_not_closed_from_below(admin, cast):
    accounts.grant(cast.staff, role="hr", unit_id=cast.state.id)
    db.session.commit()

    response = admin.post(f"/people/{cast.sam.id}/deactivate")

    assert response.status_code == 422
    assert "a role at a unit that is not yours to manage" in response.text
    assert (cast.sam.active, cast.staff.active) == (True, True)


def test_nobody_comes_back_into_a_closed_unit(admin, cast):
    services.deactivate_person(cast.sam)
    services.deactivate_unit(cast.network)
    db.session.commit()

    response = admin.post(f"/people/{cast.sam.id}/reactivate")

    assert response.status_code == 422
    assert "Network is closed" in response.text


ROUTES = [
    ("get", "/people/{}"),
    ("get", "/people/{}/edit"),
    ("post", "/people/{}/edit"),
    ("get", "/people/{}/move"),
    ("post", "/people/{}/move"),
    ("post", "/people/{}/invite"),
    ("post", "/people/{}/deactivate"),
    ("post", "/people/{}/reactivate"),
]


def test_person_of_another_district_answers_as_one_who_does_not_exist(admin, cast):
    for method, path in ROUTES:
        there = getattr(admin, method)(path.format(cast.olga.id), data={"name": "Taken"})
        nowhere = getattr(admin, method)(path.format(NOWHERE), data={"name": "Taken"})

        assert (method, path, there.status_code) == (method, path, 404)
        assert nowhere.status_code == 404
        assert text_but_reference(there.text) == text_but_reference(nowhere.text)


def test_only_an_admin_changes_people(as_user, cast):
    for user in (cast.director, cast.hr, cast.finance, cast.reader, cast.staff):
        client = as_user(user)
        for method, path in ROUTES[1:]:
            response = getattr(client, method)(path.format(cast.sam.id), data={"name": "Taken"})
            assert (user.name, method, path, response.status_code) == (user.name, method, path, 404)
