"""A session that ended while an admin typed loses nothing of what was typed."""

import pytest

from tests.support.client import end_session, return_after_signing_in

PERSON = {"name": "Nora New", "employee_number": "E-77", "hours": "31", "leaving_on": "2027-06-30"}
UNIT = {"name": "Night desk", "kind": "team", "stale_after_months": "17", "time_zone": ""}


def cases(cast):
    """Each form by its name: where it goes, its page, what was typed, and what must be back."""
    sam, unit = f"/people/{cast.sam.id}", f"/units/{cast.support.id}"
    written = ['value="Nora New"', 'value="E-77"', 'value="31"', 'value="2027-06-30"']
    named = ['value="Night desk"', 'value="17"']
    chosen = [f'<option selected value="{cast.network.id}">']
    address = ['value="nora@example.org"']
    return {
        "a new person": (
            "/people/new", "/people/new", PERSON | {"unit": cast.network.id}, written + chosen
        ),
        "a person": (f"{sam}/edit", f"{sam}/edit", PERSON, written),
        "a move": (f"{sam}/move", f"{sam}/move", {"unit": cast.network.id}, chosen),
        "an invitation": (f"{sam}/invite", sam, {"email": "nora@example.org"}, address),
        "an address": (
            f"{sam}/account/address", f"{sam}/account/address", {"email": "nora@example.org"},
            address,
        ),
        "a new unit": (f"{unit}/new", f"{unit}/new", UNIT, named),
        "a unit": (f"{unit}/edit", f"{unit}/edit", UNIT, named),
        "a unit moved": (f"{unit}/move", f"{unit}/move", {"parent": cast.network.id}, chosen),
        "a role": (
            f"{unit}/grants", unit,
            {"email": "nora@example.org", "name": "Nora New", "role": "finance"},
            [*address, 'value="Nora New"', '<option selected value="finance">'],
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    "form",
    [
        "a new person", "a person", "a move", "an invitation", "an address", "a new unit",
        "a unit", "a unit moved", "a role",
    ],
)  # fmt: skip
def test_what_was_typed_is_back_in_its_form(admin, cast, form):
    action, page, typed, expected = cases(cast)[form]
    end_session(admin)
    answer = admin.post(action, data=typed, headers={"Referer": f"http://localhost{page}"})
    assert "What you typed is kept" in admin.get(answer.location).text

    return_after_signing_in(admin, cast.admin)
    back = admin.get(page).text

    assert [each for each in expected if each not in back] == []
