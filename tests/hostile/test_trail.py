"""Every form that is taken leaves the entry in the audit trail that it should, and no other."""

import pytest
from sqlalchemy import event

from pdplanner.audit.models import AuditEvent
from tests.hostile.site import is_taken, posted

RECORDED = {
    "budgets.add_fund": "fund added, money allocated",
    "budgets.add_threshold": "purchasing threshold added",
    "budgets.add_vendor": "vendor added",
    "budgets.add_year": "fiscal year added",
    "budgets.close_year": "fiscal year closed",
    "budgets.remove_threshold": "purchasing threshold removed",
    "budgets.remove_unit_approval": "approvals changed",
    "budgets.reopen_year": "fiscal year opened again",
    "budgets.remove_year": "fiscal year removed",
    "budgets.save_unit_approval": "approvals changed",
    "budgets.transfer": "money transferred",
    "organization.create_person": "person added",
    "organization.create_unit": "unit added",
    "organization.deactivate_person": "person deactivated",
    "organization.deactivate_unit": "unit closed",
    "organization.end_absence": "substitute ended",
    "organization.give_grant": "role given",
    "organization.invite_again": "invited",
    "organization.invite_person": "invited",
    "organization.reactivate_person": "person reactivated",
    "organization.reactivate_unit": "unit opened again",
    "organization.revoke_grant": "role revoked",
    "organization.save_address": "address changed",
    "organization.save_address_of_role": "address changed",
    "organization.take_account": "account taken, substitute ended",
    "reports.add_board_link": "link for the board made",
    "reports.end_board_link": "link for the board ended",
    "requests.add_file": "file added",
    "requests.amend": "cost changed",
    "requests.answer": "approved",
    "requests.approve": "approved",
    "requests.ask": "requested",
    "requests.cancel": "cancelled",
    "requests.complete": "completed",
    "requests.correct": "cost corrected",
    "requests.register": "registered",
    "requests.remove_file": "file removed",
    "requests.replace_file": "file replaced",
    "requests.save_purchase": "purchase entered",
    "requests.send_back": "sent back",
    "requests.turn_down": "declined",
    "security.reset_password": "password set",
}
AS_IT_WAS = {
    "organization.save_absence",
    "organization.move_person",
    "budgets.save_account_codes",
    "budgets.save_approval",
    "budgets.save_fund",
    "budgets.save_vendor",
    "budgets.save_year",
    "organization.move_unit",
    "organization.save_person",
    "organization.save_unit",
    "security.change_password",
    "security.login",
}
"""Forms that are sent as they stand, and record what they change (tests/audit/test_deeds.py)."""
OTHER_SLICES = ("accounts", "assessments", "catalog", "notices", "plans", "teams", "security")
CALENDAR = ("blackout", "term", "cover")


@pytest.fixture
def deeds():
    """The kinds of entries that were made, in their order."""
    made = []

    def note(_mapper, _connection, entry):
        made.append(str(entry.kind))

    event.listen(AuditEvent, "after_insert", note)
    yield made
    event.remove(AuditEvent, "after_insert", note)


def test_every_form_about_money_or_access_leaves_its_entries(site, deeds):
    said = {}
    for actor, form in posted(site):
        deeds.clear()
        if is_taken(site, actor, form):
            said[form.endpoint] = ", ".join(deeds)

    assert said == {endpoint: RECORDED.get(endpoint, "") for endpoint in said}
    unsaid = said.keys() - RECORDED.keys() - AS_IT_WAS
    assert {each for each in unsaid if not is_about_something_else(each)} == set()


def is_about_something_else(endpoint):
    blueprint, _dot, name = endpoint.partition(".")
    return blueprint in OTHER_SLICES or name.endswith(CALENDAR)
