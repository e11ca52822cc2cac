"""A process is killed while it approves: what it said is done is done, and nothing is half done."""

import os
import random
import signal
import sys
import uuid

import pytest
from sqlalchemy import text

from pdplanner.accounts.models import User
from pdplanner.audit import proof
from pdplanner.audit.models import AuditEvent
from pdplanner.budgets import ledger_queries
from pdplanner.budgets.models import Fund, LedgerAction
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import Action, PlanItem, RequestStep
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.step_entries import Sent
from pdplanner.web import transactions
from tests.support.drill import DRILL
from tests.support.framework import make_framework
from tests.support.person_year import make_ledger_fund, make_requests, make_year
from tests.support.processes import FORK

ROUNDS = 200 if DRILL else 6
ITEMS = 12
LONGEST_WAIT = 0.12


@pytest.fixture
def fund(cast):
    make_framework()
    year = make_year(cast.alder)
    return make_ledger_fund(cast.alder, year, cents=10_00 * ITEMS * ROUNDS)


def requested(person_id, fund_id):
    """As many requests of $10."""
    year = db.session.get_one(Fund, fund_id).fiscal_year
    return make_requests(db.session.get_one(Person, person_id), year, ITEMS)


def approve_all(app, item_ids, fund_id, director_id, said):
    """Approve one after the other, and say so after each commit."""
    with app.app_context(), transactions.writing():
        db.engine.dispose(close=False)
        for item_id in item_ids:
            item = db.session.get_one(PlanItem, item_id)
            sent = Sent(by=db.session.get_one(User, director_id), key=uuid.uuid4().hex)
            steps.approve(item, parts={fund_id: 10_00}, sent=sent)
            db.session.commit()
            said.send(item_id)
    said.close()


def killed(app, chance, *work):
    """Let a process work, kill it at some moment, and return what it said was done."""
    db.session.remove()
    db.engine.dispose()
    hears, says = FORK.Pipe(duplex=False)
    child = FORK.Process(target=approve_all, args=(app, *work, says))
    child.start()
    says.close()
    child.join(chance.uniform(0, LONGEST_WAIT))
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    done = []
    try:
        while True:
            done.append(hears.recv())
    except EOFError:
        return done
    finally:
        hears.close()
        child.close()


def approved_in(item_ids, fund_id):
    """The items by what each table knows: the item, the step, the ledger, the audit trail.

    PostgreSQL may still carry out the last commit that a killed process sent: it holds the fund.
    """
    db.session.get_one(Fund, fund_id, with_for_update=True, populate_existing=True)
    items = db.session.query(PlanItem.id).filter(PlanItem.id.in_(item_ids))
    by_step = db.session.query(RequestStep.item_id).filter(RequestStep.item_id.in_(item_ids))
    by_ledger = db.session.query(LedgerAction.item_id).filter(LedgerAction.item_id.in_(item_ids))
    return [
        {row[0] for row in rows}
        for rows in (
            items.filter_by(state="approved"),
            by_step.filter(RequestStep.action == Action.APPROVE),
            by_ledger,
        )
    ] + [approved_by_trail(item_ids)]


def approved_by_trail(item_ids):
    pages = {f"/requests/{item_id}": item_id for item_id in item_ids}
    entries = db.session.query(AuditEvent.path).filter_by(kind="approved")
    return {pages[path] for (path,) in entries if path in pages}


def test_a_killed_process_loses_nothing_and_leaves_nothing_half_done(
    app, cast, fund, subtests, capsys
):
    chance = random.Random(4)  # noqa: S311
    fund_id, person_id, director_id = fund.id, cast.sam.id, cast.director.id
    approved = 0
    for number in range(ROUNDS):
        item_ids = requested(person_id, fund_id)
        done = killed(app, chance, item_ids, fund_id, director_id)

        with subtests.test(round=number):
            by_item, by_step, by_ledger, by_trail = approved_in(item_ids, fund_id)
            approved += len(by_item)
            assert by_item == by_step == by_ledger == by_trail
            assert set(done) <= by_item
            assert db.session.get_one(Fund, fund_id).encumbered_cents == 10_00 * approved
            assert ledger_queries.faults() == []
            assert proof.walk().fault == ""
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(text("pragma integrity_check")) == "ok"
    if DRILL:
        with capsys.disabled():
            sys.stdout.write(f"\n{ROUNDS} kills, {approved} of {ITEMS * ROUNDS} approved before\n")
