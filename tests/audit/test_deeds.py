"""What the trail says of deeds: to what, by whom, and what was before."""

import uuid

import pytest
from click.testing import CliRunner
from flask_security import hash_password

from pdplanner import cli, config
from pdplanner.accounts import services as accounts
from pdplanner.audit import chain
from pdplanner.audit.models import AuditEvent
from pdplanner.budgets import ledger, purchasing
from pdplanner.budgets import services as budgets
from pdplanner.budgets.rules import rules_of
from pdplanner.extensions import db
from pdplanner.organization import services as organization
from pdplanner.plans.models import CostKind
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.step_entries import Sent
from tests.support import databases
from tests.support.framework import make_framework
from tests.support.person_year import make_item, make_ledger_fund, make_offering, make_year


@pytest.fixture
def year(cast):
    make_framework()
    return make_year(cast.alder)


@pytest.fixture
def fund(cast, year):
    return make_ledger_fund(cast.alder, year, "Local", cents=500_00)


@pytest.fixture
def since(cast, fund):
    """Return what was entered since the test began: kind, to what, and words."""
    db.session.commit()
    start = db.session.query(AuditEvent).count()

    def read():
        entries = db.session.query(AuditEvent).order_by(AuditEvent.id).offset(start)
        return [(each.kind, each.about, each.said) for each in entries]

    return read


def sent(by, comment="", **more):
    return Sent(by=by, key=uuid.uuid4().hex, comment=comment, **more)


def fund_facts(fund, **changes):
    names = ("name", "source", "account_code", "cap", "spend_by", "carries_over")
    facts = {name: getattr(fund, name) for name in (*names, "refuses_travel", "note")}
    return {"allocated_cents": fund.allocated_cents, "rules": rules_of(fund)} | facts | changes


def test_a_fund_that_is_saved_as_it_was_leaves_no_entry(fund, since):
    budgets.edit_fund(fund, by_id=None, **fund_facts(fund))

    assert since() == []


def test_a_fund_says_what_was_and_what_is(cast, fund, since):
    changes = {"cap": "warn", "note": "For spring", "refuses_travel": True}
    budgets.edit_fund(fund, by_id=None, **fund_facts(fund, **changes))

    said = (
        "Cap: block, now warn. Rules: nothing, now Does not pay for travel, lodging and meals."
        " Note: nothing, now For spring."
    )
    assert since() == [("fund changed", f"Local {fund.fiscal_year.title}", said)]


def test_money_of_a_fund_is_one_entry_for_each_move(cast, fund, year, since):
    other = make_ledger_fund(cast.alder, year, "Grant", cents=100_00)
    act = ledger.Act(key="one", by_id=cast.finance.id, note="For the course")
    ledger.transfer(fund, other, 20_00, act=act)
    ledger.transfer(fund, other, 20_00, act=act)
    budgets.edit_fund(fund, by_id=None, **fund_facts(fund, allocated_cents=400_00))

    title = year.title
    assert since() == [
        ("money allocated", f"Grant {title}", "$100.00. First allocation"),
        ("money transferred", f"Local {title}", f"$20.00 to Grant {title}. For the course"),
        ("allocation changed", f"Local {title}", "$80.00 less."),
    ]


def test_limits_and_vendors_say_what_was(cast, year, since):
    budgets.set_approval(year, finance_above_cents=1_000_00)
    budgets.set_approval(year, finance_above_cents=1_000_00)
    budgets.add_unit_approval(year, cast.network, finance_above_cents=None)
    vendor = purchasing.add_vendor(cast.alder, name="Wires Inc", number="")
    purchasing.edit_vendor(vendor, name="Wires Inc", number="V-7")
    purchasing.edit_vendor(vendor, name="Wires Inc", number="V-7")

    named = f"Alder {year.title}"
    limit = "the business office too above $1,000"
    assert since() == [
        ("approvals changed", named, f"Alder: the director alone, now {limit}."),
        ("approvals changed", named, "Network: as above it, now the director alone."),
        ("vendor added", "Wires Inc", "Number unknown."),
        ("vendor changed", "Wires Inc", "Number: nothing, now V-7."),
    ]


def test_each_step_of_a_request_is_one_entry(cast, year, fund, since):
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=90)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True, dollars=90)
    again = sent(cast.staff)
    steps.request(item, sent=again)
    steps.request(item, sent=again)
    steps.approve(item, parts={fund.id: 90_00}, sent=sent(cast.director, "Good."))
    steps.register(item, sent=sent(cast.staff))
    steps.complete(item, actual={CostKind.FEE: 80_00}, sent=sent(cast.finance))

    about = "Wires for Sam Staff"
    assert since() == [
        ("requested", about, ""),
        ("approved", about, "$90.00: Local $90.00. Good."),
        ("registered", about, ""),
        ("completed", about, "$80.00: Local $80.00."),
    ]


def test_what_a_substitute_does_names_both(cast, year, fund, since):
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=0)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={}, sent=sent(cast.finance, for_id=cast.director.id))
    db.session.commit()

    last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert (last.kind, last.by_id, last.for_id) == ("approved", cast.finance.id, cast.director.id)


def test_people_and_units_say_what_was(cast, since):
    organization.edit_person(
        cast.sam, name="Sam Staff", hours=12, allowance_cents=None, employee_number="7",
        leaving_on=None, job_roles=[],
    )  # fmt: skip
    organization.move_person(cast.sam, unit=cast.support)
    organization.move_unit(cast.network, parent=cast.alder)
    organization.edit_unit(cast.network, name="Networks", kind="team", stale_after_months=6)

    hours = "Employee number: nothing, now 7. Hours: 40 h, now 12 h. Allowance: $900, now no limit."
    assert since() == [
        ("person changed", "Sam Staff", hours),
        ("person moved", "Sam Staff", "From Network to Support."),
        ("unit moved", "Network", "From Technology to Alder."),
        (
            "unit changed",
            "Networks",
            "Name: Network, now Networks. Ratings stale after: nothing, now 6 months.",
        ),
    ]


def test_who_loses_an_account_loses_each_role_in_an_entry(cast, since):
    organization.deactivate_person(cast.dana)

    assert since() == [
        ("role revoked", "Director (director@example.org)", "director at Alder."),
        ("person deactivated", "Dana Director", ""),
    ]


def test_signing_in_and_setting_a_password_is_entered_where_the_account_stands(cast, client, since):
    client.with_token()
    accounts.set_password(cast.staff, password_hash=hash_password("quiet words here now"))
    db.session.commit()
    client.post("/login", data={"email": "staff@example.org", "password": "quiet words here now"})
    client.post("/login", data={"email": "staff@example.org", "password": "another"})

    about = "Staff (staff@example.org)"
    assert since() == [("password set", about, ""), ("signed in", about, "")]
    last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert (last.unit_id, last.by_id) == (cast.network.id, cast.staff.id)
    assert chain.fault() == ""


@pytest.fixture
def check(app, database, tmp_path, monkeypatch):
    """Run `pdplanner check-data` on the test's database."""
    db.session.commit()
    settings = databases.settings(database, tmp_path)
    monkeypatch.setattr(config, "current", lambda: settings)

    def run(*options):
        return CliRunner().invoke(cli.main, ["check-data", *options])

    return run


def test_the_command_says_that_all_holds_and_the_head(cast, fund, check):
    said = check()

    assert said.exit_code == 0, said.output
    assert said.output.splitlines() == [
        "The ledger explains every fund to the cent.",
        f"The audit trail is whole. Its head: {chain.head()}",
    ]
    assert check("--head", str(chain.head())).exit_code == 0


def test_the_command_names_what_does_not_hold(cast, fund, check):
    fund.spent_cents = 1
    db.session.commit()
    at = chain.head()

    said = check("--head", f"{at.position + 1}:{at.digest}")

    assert said.exit_code == 1
    assert f"Ledger: Local (fund {fund.id}) is not what its entries add up to." in said.output
    assert f"Audit trail: Entry {at.position + 1} is missing" in said.output


def test_the_command_refuses_what_is_no_head(check):
    said = check("--head", "twelve")

    assert said.exit_code == 2
    assert "'twelve' is no head; expected one such as 214:9f86d0" in said.output
