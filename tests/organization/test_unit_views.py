from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from tests.organization.conftest import NOWHERE
from tests.support.html import text_but_reference, text_of


def unit_named(name):
    return db.session.scalar(db.select(Unit).where(Unit.name == name))


def typed_texts(data):
    return [text.replace("\x00", "") for name, text in data.items() if name != "kind"]


def test_tree_ends_where_the_reach_does(as_user, cast):
    page = text_of(as_user(cast.director).get("/units/").text)

    assert "4 units" in page
    assert "Alder district 2 people Technology department 2 people Network team 1 person" in page
    assert "Birch" not in page
    assert "Evergreen" not in page


def test_closed_units_are_listed_on_request(admin, cast):
    cast.support.active = False
    db.session.commit()

    assert "Support" not in admin.get("/units/").text
    assert "Support team Closed" in text_of(admin.get("/units/?closed=1").text)


def test_unit_page_shows_people_units_and_who_has_a_role(as_user, cast):
    page = text_of(as_user(cast.hr).get(f"/units/{cast.department.id}").text)

    assert "Units Alder Technology" in page
    assert "Dana Director" in page
    assert "Network team 1 person" in page
    assert "Finance finance@example.org Finance Alder" in page


def test_role_given_above_the_reach_is_not_shown(as_user, cast):
    accounts.grant(cast.admin, role="hr", unit_id=cast.state.id)
    local = accounts.create_user(email="local@example.org", name="Local")
    accounts.grant(local, role="admin", unit_id=cast.network.id)
    db.session.commit()

    page = text_of(as_user(local).get(f"/units/{cast.network.id}").text)

    assert "local@example.org" in page
    assert "admin@example.org" not in page
    assert "Units Network" in page
    assert "Roles given at Network Roles that are given above Network reach it too" in page


def test_title_of_the_roles_says_how_far_up_they_are_shown(as_user, cast):
    accounts.grant(cast.admin, role="admin", unit_id=cast.state.id)
    db.session.commit()
    address = f"/units/{cast.network.id}"

    director = text_of(as_user(cast.director).get(address).text)
    whole = text_of(as_user(cast.admin).get(address).text)

    assert "Roles given at Alder or below that reach Network" in director
    assert "Roles that are given above Alder reach it too, and are not shown here." in director
    assert "Roles that reach Network" in whole
    assert "not shown here" not in whole


def test_admin_adds_a_unit(admin, cast):
    data = {"name": "Cabling", "kind": "team", "stale_after_months": "12"}

    page = admin.post(f"/units/{cast.network.id}/new", data=data, follow_redirects=True)

    assert "Cabling is added below Network." in text_of(page.text)
    assert "stale after 12 months, set here" in text_of(page.text)
    assert unit_named("Cabling").parent == cast.network


REFUSED = [
    ("name", "", "Enter the unit's name."),
    ("name", "x" * 121, "Shorten it to 120 characters."),
    ("name", "a\x00b", "Characters that cannot be stored"),
    ("kind", "planet", "Choose from the list."),
    ("stale_after_months", "0", "Enter 1 to 120 months, or nothing."),
    ("stale_after_months", "soon", "Enter a whole number, such as 12."),
]


def test_refused_unit_keeps_what_was_typed_and_names_the_field(admin, cast):
    for field, typed, said in REFUSED:
        data = {"name": "Cabling crew", "kind": "school", "stale_after_months": "7", field: typed}

        response = admin.post(f"/units/{cast.network.id}/new", data=data)

        assert (field, response.status_code) == (field, 422)
        assert said in response.text.replace("&#39;", "'")
        assert f'id="{field}-error"' in response.text
        assert all(f'value="{kept}"' in response.text for kept in typed_texts(data))
    assert unit_named("Cabling crew") is None


def test_unit_is_renamed(admin, cast):
    data = {"name": "Networks", "kind": "team", "stale_after_months": ""}

    page = admin.post(f"/units/{cast.network.id}/edit", data=data, follow_redirects=True)

    assert "<h1>Networks</h1>" in page.text


ROUTES = [
    ("get", "/units/{}"),
    ("get", "/units/{}/new"),
    ("post", "/units/{}/new"),
    ("get", "/units/{}/edit"),
    ("post", "/units/{}/edit"),
    ("get", "/units/{}/move"),
    ("post", "/units/{}/move"),
    ("post", "/units/{}/deactivate"),
    ("post", "/units/{}/reactivate"),
    ("post", "/units/{}/grants"),
    ("get", "/people/?unit={}"),
    ("get", "/people/new?unit={}"),
]


def test_unit_of_another_district_answers_as_one_that_does_not_exist(admin, cast):
    for method, path in ROUTES:
        there = getattr(admin, method)(path.format(cast.birch_team.id))
        nowhere = getattr(admin, method)(path.format(NOWHERE))

        assert (method, path, there.status_code) == (method, path, 404)
        assert nowhere.status_code == 404
        assert text_but_reference(there.text) == text_but_reference(nowhere.text)


def test_only_an_admin_changes_units(as_user, cast):
    for user in (cast.director, cast.hr, cast.finance, cast.reader, cast.staff):
        client = as_user(user)
        for method, path in ROUTES[1:10]:
            response = getattr(client, method)(path.format(cast.network.id))
            assert (user.name, method, path, response.status_code) == (user.name, method, path, 404)


def test_staff_finance_and_readers_see_no_units(as_user, cast):
    for user in (cast.staff, cast.finance, cast.reader):
        assert as_user(user).get("/units/").status_code == 404
        assert as_user(user).get(f"/units/{cast.network.id}").status_code == 404
