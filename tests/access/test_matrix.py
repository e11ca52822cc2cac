"""Every route, for every role, inside and outside the subtree, with and without htmx."""

import re

import pytest
from sqlalchemy.orm import Session

from pdplanner.extensions import db
from pdplanner.queue import Task
from tests.access import matrix
from tests.access.world import World, make_world

METHODS = {"GET", "POST"}
MATRIX = matrix.read()
NO_SUCH_ID = 999_999
PAGES_ABOVE = {
    "assessments.rate": "assessments.show",
    "budgets.remove_threshold": "reports.budget",
    "budgets.remove_year": "budgets.edit_year",
    "budgets.remove_unit_approval": "budgets.edit_approval",
    "budgets.save_unit_approval": "budgets.edit_approval",
    "organization.end_absence": "organization.edit_absence",
    "reports.end_board_link": "reports.budget",
    "budgets.reopen_year": "budgets.closing_page",
    "budgets.remove_blackout": "budgets.edit_blackout",
    "budgets.remove_term": "budgets.edit_term",
    "catalog.add_session": "catalog.show",
    "catalog.remove_membership": "catalog.show",
    "catalog.remove_session": "catalog.index",
    "catalog.restore": "catalog.show",
    "catalog.retire": "catalog.show",
    "catalog.take_back": "catalog.index",
    "notices.open_": "notices.index",
    "notices.read_all": "notices.index",
    "notices.save_mails": "notices.index",
    "organization.deactivate_person": "organization.person",
    "organization.deactivate_unit": "organization.unit",
    "organization.give_grant": "organization.unit",
    "organization.invite_again": None,
    "organization.invite_person": "organization.person",
    "organization.reactivate_person": "organization.person",
    "organization.reactivate_unit": "organization.unit",
    "organization.revoke_grant": None,
    "organization.take_account": "organization.person",
    "plans.accept": "plans.plan",
    "plans.add": "plans.choose",
    "plans.decline": "plans.plan",
    "plans.undo": "plans.choose",
    "plans.withdraw": "plans.plan",
    "requests.add_file": "requests.show",
    "requests.amend": "requests.show",
    "requests.answer": "requests.index",
    "requests.approve": "requests.show",
    "requests.ask": "requests.show",
    "requests.cancel": "requests.show",
    "requests.complete": "requests.show",
    "requests.correct": "requests.show",
    "requests.register": "requests.show",
    "requests.remove_file": "requests.read_file",
    "requests.send_back": "requests.show",
    "requests.turn_down": "requests.show",
    "security.logout": None,
    "teams.again": "teams.plan",
    "teams.build": "teams.show",
    "teams.delete": "teams.plan",
    "teams.save": "teams.plan",
    "teams.stop": "teams.plan",
    "teams.stop_studies": "teams.studies",
    "teams.change_rule": "teams.plan",
}
"""Where the address of a form leads that is opened like a page; nowhere without a page above."""


@pytest.fixture
def database(sqlite_template):
    """Who may do what does not depend on the engine, so one is enough for so many requests."""
    return sqlite_template.emptied()


@pytest.fixture
def world(app) -> World:
    return make_world()


@pytest.fixture
def nothing_is_kept(monkeypatch):
    """Each request finds the world as it was: what it would commit is rolled back after it."""
    monkeypatch.setattr(Session, "commit", lambda session: session.flush())
    monkeypatch.setattr(Task, "later", lambda task, *arguments: None)


def routes(app):
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods & METHODS
    }


def test_every_route_is_listed_and_nothing_else(app):
    assert routes(app) == set(MATRIX)


def test_every_cell_is_written_out():
    cells = {cell for row in MATRIX.values() for cell in row.values()}

    assert cells <= {"200", "204", "302", "303", "400", "404", "409", "422", "in"}


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_every_actor_gets_the_stated_answer(app, world, as_user, nothing_is_kept, htmx):
    wrong = []
    for endpoint, method in sorted(MATRIX):
        clients = world.clients(app, as_user)
        for actor, expected in MATRIX[endpoint, method].items():
            address = world.address(app, endpoint)
            response = ask(clients[actor], method, address, htmx=htmx)
            if verdict(response) != expected:
                wrong.append(f"{method} {address} as {actor}: {verdict(response)}, not {expected}")
    assert wrong == []


def test_records_of_others_answer_exactly_as_records_that_do_not_exist(
    app, world, as_user, nothing_is_kept
):
    clients = world.clients(app, as_user)
    different = []
    for endpoint, method in sorted(MATRIX):
        missing = world.address(app, endpoint, replaced_by=NO_SUCH_ID)
        if missing == world.address(app, endpoint):
            continue
        for actor, expected in MATRIX[endpoint, method].items():
            if expected == "404":
                hidden = ask(clients[actor], method, world.address(app, endpoint))
                absent = ask(clients[actor], method, missing)
                if (hidden.status, body(hidden)) != (absent.status, body(absent)):
                    different.append(f"{method} {endpoint} as {actor}")
    assert different == []


def test_addresses_of_forms_lead_to_the_page_above_whoever_opens_them(app, world, as_user):
    """That page then answers as the matrix says; the way to it tells nothing of the record."""
    pages = {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    forms = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule not in pages}
    assert forms == set(PAGES_ABOVE)

    for actor, client in world.clients(app, as_user).items():
        for endpoint, above in PAGES_ABOVE.items():
            for record in (None, NO_SUCH_ID):
                address = world.address(app, endpoint, replaced_by=record)
                response = ask(client, "GET", address)
                page = above and world.address(app, above, replaced_by=record)
                expected = (302, page) if above else (405, None)
                assert (response.status_code, response.location) == expected, (address, actor)


def ask(client, method, address, *, htmx=False):
    headers = {"HX-Request": "true"} if htmx else {}
    response = client.open(address, method=method, headers=headers)
    db.session.rollback()
    return response


def body(response) -> str:
    """The page without its form token, which is signed anew each second, and its reference."""
    page = response.text.replace(response.headers["X-Request-Id"], "")
    return re.sub(r'csrf[_-]token" content="[^"]+"|name="csrf_token" value="[^"]+"', "", page)


def verdict(response) -> str:
    asked = response.location or response.headers.get("HX-Redirect") or ""
    if asked.startswith("/login") and response.request.path != "/logout":
        return matrix.SIGN_IN
    if asked and response.status_code == 204:
        # What htmx is told in place of a redirect.
        return "302" if response.request.method == "GET" else "303"
    # htmx asks again and again for what is being built: nothing new is no refusal.
    return "200" if response.status_code == 204 else str(response.status_code)
