import re
from datetime import date

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from pdplanner.organization import services
from pdplanner.organization.models import Person, UnitKind
from tests.support.cast import make_person, make_unit
from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.queries import count_queries

NOWHERE = 987_654


@pytest.fixture
def admin(as_user, cast):
    return as_user(cast.admin)


def person_named(name):
    return db.session.scalar(db.select(Person).where(Person.name == name))


def test_list_holds_the_people_that_the_grant_reaches(as_user, cast):
    page = as_user(cast.director).get("/people/").text

    assert "2 people" in text_of(page)
    assert f'<a href="/people/{cast.sam.id}">Sam Staff</a>' in page
    assert "Olga Other" not in page


def test_search_by_part_of_a_name_or_beginning_of_a_number(admin, cast):
    cast.dana.employee_number = "E-7788"
    db.session.commit()

    for typed, found in (("sam", "Sam Staff"), ("STAFF", "Sam Staff"), ("e-7", "Dana Director")):
        page = text_of(admin.get("/people/", query_string={"q": typed}, headers=HTMX).text)

        assert "1 person" in page
        assert found in page


def test_wildcards_and_control_characters_are_plain_text(admin, cast):
    for typed in ("%", "_", "\\", "nobody", "\x00zz"):
        page = text_of(admin.get("/people/", query_string={"q": typed}).text)

        assert (typed, "Nobody fits." in page) == (typed, True)


def test_list_of_a_unit_holds_its_subtree(admin, cast):
    page = text_of(admin.get(f"/people/?unit={cast.network.id}").text)

    assert "Active, Network and below 1 person" in page


def test_long_list_comes_in_pages_of_25(admin, cast):
    for n in range(30):
        make_person(f"Person {n:02}", cast.support)
    db.session.commit()

    first, second = admin.get("/people/"), admin.get("/people/?page=2")
    beyond = admin.get("/people/?page=99")

    assert "32 people" in text_of(first.text)
    assert first.text.count('<th scope="row"') == 25
    assert second.text.count('<th scope="row"') == 7
    assert "2 of 2" in text_of(beyond.text)


def test_next_page_keeps_the_filter(admin, cast):
    for n in range(30):
        make_person(f"Person {n:02}", cast.support)
    db.session.commit()

    page = admin.get(f"/people/?q=person&unit={cast.support.id}").text

    assert re.search(rf'href="/people/\?page=2&amp;q=person&amp;unit={cast.support.id}"', page)


def test_list_of_thousands_is_walked_by_name_without_a_total(admin, cast):
    """Birch's people stand between Alder's by name, and are passed over."""
    for n in range(1010):
        make_person(f"Person {n:04}", cast.support)
        make_person(f"Person {n:04} of Birch", cast.birch_team)
    db.session.commit()

    first, last = admin.get("/people/?q=person"), admin.get("/people/?q=person&page=41")

    assert "More than 1,000 people" in text_of(first.text)
    names = re.findall(r'<a href="/people/\d+">(.*?)</a>', first.text)
    assert names == [f"Person {n:04}" for n in range(25)]
    assert "page=2" in first.text
    assert re.findall(r"Person (\d+)</a>", last.text) == [f"{n:04}" for n in range(1000, 1010)]
    assert "page=42" not in last.text


def test_unit_is_chosen_on_its_own_page_where_there_are_too_many_to_list(admin, cast):
    for n in range(40):
        make_unit(f"Team {n}", UnitKind.TEAM, parent=cast.department)
    db.session.commit()

    page = admin.get(f"/people/?unit={cast.network.id}")

    assert "Network and below · Choose a unit" in text_of(page.text)
    assert f'<input type="hidden" name="unit" value="{cast.network.id}">' in page.text
    assert "Sam Staff" in page.text
    assert "Dana Director" not in page.text


def test_list_takes_as_many_queries_for_a_thousand_people_as_for_ten(admin, cast):
    counts = []
    for number in (10, 990):
        for n in range(number):
            make_person(f"Person {n}", cast.network)
        db.session.commit()
        for address in ("/people/?q=person", f"/units/{cast.network.id}", "/units/"):
            with count_queries() as statements:
                admin.get(address)
            counts.append(len(statements))

    assert counts[:3] == counts[3:]


def test_leaving_dates_are_for_director_hr_and_admin(as_user, cast):
    cast.sam.leaving_on = date(2027, 6, 30)
    db.session.commit()

    for user in (cast.director, cast.hr, cast.admin):
        assert "leaves 30 June 2027" in text_of(as_user(user).get("/people/").text)
        assert "Leaves 30 June 2027." in as_user(user).get(f"/people/{cast.sam.id}").text
    assert "30 June" not in as_user(cast.staff).get(f"/people/{cast.sam.id}").text


def test_staff_see_themselves_and_nobody_else(as_user, cast):
    staff = as_user(cast.staff)

    assert "Your year" in staff.get(f"/people/{cast.sam.id}").text
    assert staff.get(f"/people/{cast.dana.id}").status_code == 404
    assert staff.get("/people/").status_code == 404
    assert staff.get(f"/people/{cast.sam.id}/edit").status_code == 404


FORM = {
    "name": "Nora New", "employee_number": "E-9", "hours": "37.5", "allowance_cents": "$1,250",
    "leaving_on": "2027-06-30",
}  # fmt: skip


def test_admin_adds_a_person_with_a_job_role(admin, cast, job_role):
    data = FORM | {"unit": cast.support.id, "job_roles": [job_role.id]}

    page = text_of(admin.post("/people/new", data=data, follow_redirects=True).text)

    assert "Nora New is added." in page
    nora = person_named("Nora New")
    assert (nora.unit, nora.job_roles) == (cast.support, [job_role])
    assert (nora.hours, nora.allowance_cents) == (37.5, 1250_00)
    assert (nora.employee_number, nora.leaving_on) == ("E-9", date(2027, 6, 30))


REFUSED = [
    ("name", "", "Enter the person's name."),
    ("hours", "7.1", "steps of a quarter"),
    ("hours", "", "Enter hours, 0 for none."),
    ("allowance_cents", "a lot", "Enter an amount such as 1,250.00."),
    ("leaving_on", "soon", "Not a valid date value."),
    ("employee_number", "E-77", "Somebody in Alder has the number E-77 already."),
]


def test_refused_person_keeps_what_was_typed_and_names_the_field(admin, cast):
    cast.dana.employee_number = "E-77"
    db.session.commit()

    for field, typed, said in REFUSED:
        data = FORM | {"unit": cast.support.id, field: typed}
        response = admin.post("/people/new", data=data)

        assert (field, response.status_code) == (field, 422)
        assert said in response.text.replace("&#39;", "'")
        assert f'id="{field}-error"' in response.text
        assert all(f'value="{data[name]}"' in response.text for name in FORM if data[name])
        assert f'<option selected value="{cast.support.id}">' in response.text
    assert person_named("Nora New") is None


def test_person_is_not_added_to_a_unit_out_of_reach(admin, cast):
    for target in (cast.birch_team.id, NOWHERE):
        response = admin.post("/people/new", data=FORM | {"unit": target})

        assert (response.status_code, "Not a valid choice." in response.text) == (422, True)
    assert person_named("Nora New") is None


def test_the_same_number_in_another_district_is_somebody_else_s(admin, cast):
    cast.olga.employee_number = "E-9"
    db.session.commit()

    response = admin.post("/people/new", data=FORM | {"unit": cast.support.id})

    assert response.status_code == 303


def test_edit_starts_from_what_is_stored_and_saves_what_is_typed(admin, cast, job_role):
    cast.sam.job_roles = [job_role]
    db.session.commit()
    address = f"/people/{cast.sam.id}/edit"
    assert 'value="900"' in admin.get(address).text

    data = FORM | {"name": "Samuel Staff", "allowance_cents": "", "leaving_on": ""}
    page = text_of(admin.post(address, data=data, follow_redirects=True).text)

    assert "Samuel Staff" in page
    assert "Allowance – none is set" in page
    assert cast.sam.job_roles == []
    assert cast.staff.name == "Samuel Staff"


def test_person_keeps_their_own_number(admin, cast):
    cast.sam.employee_number = "E-9"
    db.session.commit()

    assert admin.post(f"/people/{cast.sam.id}/edit", data=FORM).status_code == 303


def test_job_role_that_is_not_offered_is_refused(admin, cast, job_role):
    response = admin.post(f"/people/{cast.sam.id}/edit", data=FORM | {"job_roles": [NOWHERE]})

    assert response.status_code == 422
    assert cast.sam.job_roles == []


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


def test_number_that_no_database_holds_is_nobody(admin, cast):
    for path in ("/people/{}", "/units/{}", "/people/?unit={}"):
        assert (path, admin.get(path.format(10**30)).status_code) == (path, 404)
    assert admin.get(f"/people/?page={10**30}").status_code == 200


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
        there = getattr(admin, method)(path.format(cast.olga.id), data=FORM)
        nowhere = getattr(admin, method)(path.format(NOWHERE), data=FORM)

        assert (method, path, there.status_code) == (method, path, 404)
        assert nowhere.status_code == 404
        assert text_of(there.text) == text_of(nowhere.text)


def test_only_an_admin_changes_people(as_user, cast):
    for user in (cast.director, cast.hr, cast.finance, cast.reader, cast.staff):
        client = as_user(user)
        for method, path in ROUTES[1:]:
            response = getattr(client, method)(path.format(cast.sam.id), data=FORM)
            assert (user.name, method, path, response.status_code) == (user.name, method, path, 404)
