"""What the trail says of deeds: to what, by whom, and what was before."""

import dataclasses
from datetime import timedelta

import pytest
from flask_security import hash_password

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.audit import proof
from pdplanner.audit import services as audit
from pdplanner.audit.models import AuditEvent, Money
from pdplanner.budgets import account_codes, closing, ledger, purchasing
from pdplanner.budgets import services as budgets
from pdplanner.budgets.rules import Rules, rules_of
from pdplanner.catalog.models import Provider
from pdplanner.extensions import db
from pdplanner.organization import services as organization
from pdplanner.plans.models import CostKind
from pdplanner.plans.requests import steps
from pdplanner.web.filters import day
from tests.support.person_year import make_item, make_ledger_fund, make_offering, sent


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
        "Cap: block, now warn. Note: nothing, now For spring. Does not pay for: none before, 1 now."
        " Added: travel, lodging and meals."
    )
    assert since() == [("fund changed", f"Local {fund.fiscal_year.title}", said)]


def test_a_new_fund_says_what_it_is_and_what_it_pays(cast, fund, year, since):
    facts = fund_facts(fund, name="Grant", allocated_cents=100_00, refuses_travel=True)
    rules = dataclasses.replace(facts.pop("rules"), refused_formats=["self-paced"])
    budgets.add_fund(
        unit=cast.alder, fiscal_year=year, rules=rules, by_id=cast.finance.id,
        **facts | {"account_code": "007-2", "note": "For spring"},
    )  # fmt: skip

    said = (
        f"Source: Local. Account code: 007-2. Cap: block. Spend by: {day(fund.spend_by)}."
        " Carries over: no. Note: For spring. Does not pay for (2): self paced; travel, lodging and"
        " meals."
    )
    named = f"Grant {year.title}"
    assert since() == [
        ("fund added", named, said),
        ("money allocated", named, "$100.00. First allocation"),
    ]


def test_of_a_long_list_only_what_came_and_went_is_said(fund, since):
    """145 providers with long names are more than an entry holds."""
    names = [f"Provider {number:03}, Institute of Learning" for number in range(146)]
    providers = [Provider(name=each) for each in names]
    db.session.add_all(providers)
    db.session.flush()
    ids = [each.id for each in providers]
    some, others = (Rules(providers=each) for each in (ids[:145], ids[1:144] + ids[145:]))
    budgets.edit_fund(fund, by_id=None, **fund_facts(fund, rules=some, note="FIRST"))
    budgets.edit_fund(fund, by_id=None, **fund_facts(fund, rules=others, note="SECOND"))
    budgets.edit_fund(
        fund, by_id=None, **fund_facts(fund, rules=Rules(units=[fund.unit_id]), note="")
    )
    said = [said for _kind, _about, said in since()]

    assert said[1] == (
        "Note: FIRST, now SECOND. Pays only for offerings of: 145 before, 144 now."
        f" Added: {names[145]}. Taken away: {names[0]}; {names[144]}."
    )
    whole = len(said[0].partition("Added: ")[0]) + len(f"Added: {'; '.join(names[:145])}.")
    any_unit = "Pays only for people of: none before, 1 now. Added: Alder."
    of = "Pays only for offerings of:"
    assert said[0].startswith(f"Note: nothing, now FIRST. {of} none before, 145 now. Added: ")
    assert said[2].startswith(f"Note: SECOND, now nothing. {any_unit} {of} 144 before, none now.")
    assert [len(said[0]), len(said[2])] == [2_000, 2_000]
    assert said[0].endswith(f" … (cut here: it has {whole:,} characters)")
    assert "(cut here: it has" in said[2]
    db.session.commit()
    assert proof.walk().fault == ""


def test_money_of_a_fund_is_one_entry_for_each_move(cast, fund, year, since):
    other = make_ledger_fund(cast.alder, year, "Grant", cents=100_00)
    act = ledger.Act(key="one", by_id=cast.finance.id, note="For the course")
    ledger.transfer(fund, other, 20_00, act=act)
    ledger.transfer(fund, other, 20_00, act=act)
    budgets.edit_fund(fund, by_id=None, **fund_facts(fund, allocated_cents=400_00))

    title = year.title
    assert since()[1:] == [
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


def test_a_closed_year_says_what_was_left(cast, fund, year, since):
    year.ends_on = clock.today() - timedelta(days=1)
    fund.carries_over = False
    closing.close(year, by_id=cast.finance.id)
    closing.close(year, by_id=cast.finance.id)
    closing.reopen(year, by_id=cast.finance.id)

    named = f"Alder {year.title}"
    assert since() == [
        ("fiscal year closed", named, "Left: Local $500.00."),
        ("fiscal year opened again", named, ""),
    ]


def test_account_codes_that_are_saved_as_they_were_leave_no_entry(cast, since):
    segments = [account_codes.Segment("Fund", 3)]
    account_codes.set_segments(cast.alder, segments)
    account_codes.set_segments(cast.alder, segments)

    assert since() == [("account codes changed", "Alder", "Segments: nothing, now Fund 3.")]


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
        ("requested", about, "$90.00."),
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

    assert (last().by_id, last().for_id) == (cast.finance.id, cast.director.id)
    assert last().by == "Finance (finance@example.org)"
    assert last().in_place_of == "Director (director@example.org)"


def test_what_leaves_with_a_person_is_cancelled_in_an_entry(cast, year, since):
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=90)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True, dollars=90)
    steps.request(item, sent=sent(cast.staff))
    organization.deactivate_person(cast.sam)
    organization.deactivate_person(cast.sam)

    closed = "Account staff@example.org: closed."
    words = "$90.00. Cancelled when Sam Staff stopped working here."
    assert since() == [
        ("requested", "Wires for Sam Staff", "$90.00."),
        ("person deactivated", "Sam Staff", closed),
        ("cancelled", "Wires for Sam Staff", words),
    ]


def test_people_and_units_say_what_was(cast, since):
    organization.edit_person(
        cast.sam, name="Sam Staff", hours=12, allowance_cents=None, employee_number="7",
        leaving_on=None, job_roles=[],
    )  # fmt: skip
    for _ in range(2):
        organization.move_person(cast.sam, unit=cast.support)
        organization.move_unit(cast.network, parent=cast.alder)
        organization.deactivate_unit(cast.network)
    organization.edit_unit(cast.network, name="Networks", kind="team", stale_after_months=6)

    hours = "Employee number: nothing, now 7. Hours: 40 h, now 12 h."
    renamed = "Name: Network, now Networks. Ratings stale after: nothing, now 6 months."
    assert since() == [
        ("person changed", "Sam Staff", hours),
        ("allowance changed", "Sam Staff", "Allowance: $900, now no limit."),
        ("person moved", "Sam Staff", "From Network to Support."),
        ("unit moved", "Network", "From Technology to Alder."),
        ("unit closed", "Network", ""),
        ("unit changed", "Networks", renamed),
    ]


def test_who_loses_an_account_loses_each_role_in_an_entry(cast, since):
    organization.deactivate_person(cast.dana)
    organization.reactivate_person(cast.dana)

    assert since() == [
        ("role revoked", "Director (director@example.org)", "director at Alder."),
        ("person deactivated", "Dana Director", "Account director@example.org: closed."),
        ("person reactivated", "Dana Director", "Account director@example.org: open again."),
    ]


@pytest.fixture
def grant(cast):
    """The director's, for whom finance stands in this week."""
    grant = cast.director.grants[0]
    name_substitute(grant, cast.finance)
    db.session.commit()
    return grant


def name_substitute(grant, user, days=6):
    first = clock.today()
    organization.set_absence(
        grant, substitute=user.email, first=first, last=first + timedelta(days=days)
    )


@pytest.mark.parametrize("end", ["revoke", "deactivate", "end"])
def test_a_substitute_ends_in_an_entry_whatever_ends_it(cast, grant, since, end):
    if end == "revoke":
        organization.revoke_grant(grant)
    elif end == "deactivate":
        organization.deactivate_person(cast.dana)
    else:
        organization.end_absence(grant)

    ended = [said for kind, _about, said in since() if kind == "substitute ended"]
    assert len(ended) == 1
    assert ended[0].startswith("Finance (finance@example.org), ")
    assert ended[0].endswith(", before its time.")


def test_another_substitute_says_who_was_named_before(cast, grant, since):
    name_substitute(grant, cast.finance)
    name_substitute(grant, cast.admin)

    [(kind, about, said)] = since()
    assert (kind, about) == (
        "substitute named", "Director (director@example.org), director at Alder",
    )  # fmt: skip
    assert said.startswith("Admin (admin@example.org), ")
    assert " Before: Finance (finance@example.org), " in said


def test_an_account_that_is_taken_says_whether_it_is_closed(cast, since):
    organization.take_account(cast.sam)
    organization.take_account(cast.dana)

    assert [(kind, said) for kind, _about, said in since()] == [
        ("account taken", "staff@example.org: closed, as it has no role."),
        ("account taken", "director@example.org: it keeps its roles."),
    ]


def test_a_corrected_address_says_what_it_was(cast, since):
    cast.staff.password = None
    organization.invite(cast.sam, email="sam@example.org")

    assert since() == [("invited", "Sam Staff", "staff@example.org, now sam@example.org.")]


def test_a_name_is_what_it_was_then(cast, since):
    organization.move_person(cast.sam, unit=cast.support)
    cast.support.name = "Help"
    db.session.commit()

    assert last().unit == "Support"


def test_both_sides_of_a_move_are_concerned(cast, fund, year, since):
    other = make_ledger_fund(cast.network, year, "Grant", cents=100_00)
    ledger.transfer(fund, other, 20_00, act=ledger.Act(key="one", by_id=None))
    assert (last().unit_id, last().other_unit_id) == (cast.alder.id, cast.network.id)
    organization.move_person(cast.sam, unit=cast.support)
    assert (last().unit_id, last().other_unit_id) == (cast.support.id, cast.network.id)
    organization.move_unit(cast.support, parent=cast.alder)
    assert (last().unit_id, last().other_unit_id) == (cast.support.id, cast.department.id)


def last():
    db.session.flush()
    return db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()


def test_what_is_too_long_is_cut_and_what_is_no_address_left_out(cast, as_user, app):
    audit.record(Money.APPROVED, about="x" * 900, said="y" * 9_000, unit_id=None)
    assert (len(last().about), len(last().said)) == (400, 2_000)

    client = as_user(cast.admin)
    client.environ_base["REMOTE_ADDR"] = "z" * 60
    client.post(f"/units/{cast.network.id}/close", data={})
    client.post(f"/people/{cast.dana.id}/deactivate", data={})
    assert (last().kind, last().came_from) == ("person deactivated", "")


def test_signing_in_and_setting_a_password_is_entered_where_the_account_stands(cast, client, since):
    client.with_token()
    accounts.set_password(cast.staff, password_hash=hash_password("quiet words here now"))
    db.session.commit()
    client.post("/login", data={"email": "staff@example.org", "password": "quiet words here now"})
    client.post("/login", data={"email": "staff@example.org", "password": "another"})

    about = "Staff (staff@example.org)"
    assert since() == [("password set", about, ""), ("signed in", about, "")]
    assert (last().unit_id, last().by_id) == (cast.network.id, cast.staff.id)
    assert last().by == about
    set_by_command = db.session.query(AuditEvent).filter_by(kind="password set").one()
    assert (set_by_command.by_id, set_by_command.unit_id) == (None, cast.network.id)
    assert proof.walk().fault == ""


def test_a_changed_password_is_one_entry(cast, as_user, since):
    accounts.set_password(cast.staff, password_hash=hash_password("quiet words here now"))
    db.session.commit()
    new = {"new_password": "louder words here now", "new_password_confirm": "louder words here now"}

    as_user(cast.staff).post("/change", data={"password": "quiet words here now", **new})

    assert [kind for kind, _about, _said in since()] == ["password set"] * 2
    assert last().by_id == cast.staff.id
