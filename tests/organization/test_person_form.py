from datetime import date

from pdplanner.extensions import db
from pdplanner.organization.models import Person
from tests.organization.conftest import NOWHERE
from tests.support.html import text_of


def person_named(name):
    return db.session.scalar(db.select(Person).where(Person.name == name))


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


def test_hours_are_rounded_up_to_a_quarter_and_the_page_says_so(admin, cast):
    data = FORM | {"unit": cast.support.id, "hours": "7.1"}

    page = admin.post("/people/new", data=data, follow_redirects=True).text
    nora = person_named("Nora New")
    edited = admin.get(f"/people/{nora.id}/edit").text

    assert nora.hours == 7.25
    assert "Hours are kept in quarters: 7.1 as 7.25." in page
    assert 'value="7.25"' in edited


def test_what_is_missing_is_said_by_the_page_and_not_by_the_browser(admin, cast):
    for address in (
        "/people/new",
        f"/people/{cast.sam.id}/edit",
        f"/people/{cast.sam.id}/move",
        f"/units/{cast.support.id}/edit",
        f"/units/{cast.support.id}/new",
    ):
        form = admin.get(address).text.split('<form class="panel')[1].partition(">")[0]
        assert (address, form.endswith(" novalidate")) == (address, True)


REFUSED = [
    ("name", "", "Enter the person's name."),
    ("hours", "10001", "Enter hours from 0 to 10,000"),
    ("hours", "", "Enter hours, 0 for none."),
    ("hours", "  ", "Enter hours, 0 for none."),
    ("allowance_cents", "a lot", "Enter an amount such as 1,250.00."),
    ("leaving_on", "soon", "Enter a day of the calendar, such as 2027-06-30."),
    ("leaving_on", "0001-01-01", "Enter a day from the year 2000 to 2100, such as 2027-06-30."),
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

        assert (response.status_code, "Choose from the list." in response.text) == (422, True)
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
