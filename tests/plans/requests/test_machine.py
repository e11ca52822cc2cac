"""Any order of steps and amounts: after each the ledger explains every fund to the cent."""

import uuid
from datetime import timedelta
from functools import partial

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from pdplanner import clock
from pdplanner.audit import proof
from pdplanner.audit.models import AuditEvent
from pdplanner.budgets import closing, ledger, ledger_queries
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.ledger import Act, LedgerError
from pdplanner.budgets.models import FiscalYear, Fund, LedgerAction
from pdplanner.extensions import db
from pdplanner.plans.models import CostKind, PlanItem, RequestStep
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.errors import RequestError
from pdplanner.plans.requests.step_entries import Sent
from tests.support.framework import make_framework
from tests.support.person_year import make_item, make_ledger_fund, make_offering

ITEMS = 3
WHICH = st.integers(0, ITEMS - 1)
CENTS = st.integers(0, 300_00)
YEAR = timedelta(days=250)


def one_more_year(cast):
    """A year that runs, of this machine alone: what another one left in its funds is elsewhere."""
    day = clock.today() - timedelta(days=300 + db.session.query(FiscalYear).count())
    year = FiscalYear(unit=cast.alder, starts_on=day, ends_on=clock.today() + YEAR / 2)
    db.session.add(year)
    db.session.flush()
    return year


def key():
    return uuid.uuid4().hex


class Money(RuleBasedStateMachine):
    """Two funds, one of which blocks; three items of $100. A refused step must leave no trace."""

    def __init__(self, cast):
        super().__init__()
        self.cast, self.year = cast, one_more_year(cast)
        year = self.year
        self.funds = [self.fund(year, name, cap) for name, cap in (("A", "block"), ("B", "warn"))]
        self.items = [
            make_item(
                cast.sam, year, make_offering(f"Course {key()}", {"I.A.1": (2, 0)}, dollars=100),
                by=cast.staff, answered=True, dollars=100,
            )
            for _ in range(ITEMS)
        ]  # fmt: skip
        db.session.commit()

    def fund(self, year, name, cap):
        named = f"{name} {key()}"
        return make_ledger_fund(self.cast.alder, year, named, cents=250_00, cap=cap)

    def counts(self):
        """Ledger actions, request steps, and entries of the audit trail."""
        tables = (LedgerAction, RequestStep, AuditEvent)
        return tuple(db.session.query(table).count() for table in tables)

    def tried(self, step, *, entries, deeds=1):
        """Take a step; `entries` are the ledger actions and request steps that it makes.

        Whatever it makes, the audit trail has one entry of it; none where there was nothing to do.
        """
        before = self.counts()
        try:
            step()
            db.session.commit()
        except (RequestError, LedgerError, BudgetError):
            db.session.rollback()
            assert self.counts() == before
        else:
            made = tuple(now - then for now, then in zip(self.counts(), before, strict=True))
            assert made in [(*each, deeds) for each in entries]

    @rule(one=WHICH)
    def request(self, one):
        self.step(steps.request, one, by=self.cast.staff)

    @rule(one=WHICH, cents=CENTS)
    def approve(self, one, cents):
        whole = db.session.get_one(PlanItem, self.items[one].id).price_cents
        parts = {self.funds[0].id: min(cents, whole), self.funds[1].id: max(0, whole - cents)}
        entries = [(1, 1) if whole else (0, 1)]
        self.step(steps.approve, one, by=self.cast.director, entries=entries, parts=parts)

    @rule(one=WHICH, cents=CENTS)
    def costs_more_or_less(self, one, cents):
        costs = {CostKind.FEE: cents, CostKind.TRAVEL: 1}
        self.step(steps.amend, one, by=self.cast.staff, costs=costs)

    @rule(one=WHICH)
    def send_back(self, one):
        self.step(steps.send_back, one, by=self.cast.director)

    @rule(one=WHICH)
    def register(self, one):
        self.step(steps.register, one, by=self.cast.staff)

    @rule(one=WHICH, cents=CENTS)
    def complete(self, one, cents):
        approved = db.session.get_one(PlanItem, self.items[one].id).price_cents
        actual, more = {CostKind.FEE: cents}, max(0, cents - approved)
        entries = [(1, 1), (0, 1)]  # what is free moves nothing
        finance = self.cast.finance
        self.step(steps.complete, one, by=finance, entries=entries, actual=actual, more=more)

    @rule(one=WHICH, cents=CENTS)
    def correct(self, one, cents):
        actual = {CostKind.FEE: cents}
        entries = [(1, 1), (0, 1)]  # the same again moves nothing
        self.step(steps.correct, one, by=self.cast.finance, entries=entries, actual=actual)

    @rule(one=WHICH)
    def decline(self, one):
        self.step(steps.turn_down, one, by=self.cast.director)

    @rule(one=WHICH)
    def cancel(self, one):
        self.step(steps.cancel, one, by=self.cast.director, entries=[(0, 1), (1, 1)])

    @rule(cents=CENTS, back=st.booleans())
    def transfer(self, cents, back):
        funds = reversed(self.funds) if back else self.funds
        act = Act(key=key(), by_id=None)
        self.tried(partial(ledger.transfer, *funds, cents, act=act), entries=[(1, 0)])

    @rule(cents=st.integers(1, 100_00))
    def allocate(self, cents):
        act = Act(key=key(), by_id=None)
        self.tried(partial(ledger.allocate, self.funds[1], cents, act=act), entries=[(1, 0)])

    @rule(cents=st.integers(-200_00, 200_00))
    def amend(self, cents):
        act = Act(key=key(), by_id=None)
        self.tried(partial(ledger.amend, self.funds[0], cents, act=act), entries=[(1, 0)])

    @rule()
    def close(self):
        """As on the day after its end; money that is set aside stands in the way."""

        def after_its_end():
            self.year.ends_on -= YEAR
            db.session.flush()
            closing.close(self.year, by_id=self.cast.finance.id)
            self.year.ends_on += YEAR

        deeds = int(self.year.closed_at is None)
        self.tried(after_its_end, entries=[(0, 0)], deeds=deeds)

    @rule()
    def open_again(self):
        was_closed = self.year.closed_at is not None
        before = self.counts()
        closing.reopen(self.year, by_id=self.cast.finance.id)
        db.session.commit()
        assert self.counts() == (*before[:2], before[2] + was_closed)

    def step(self, step, one, *, by, entries=((0, 1),), **more):
        sent = Sent(by=by, key=key(), comment="Because.")
        self.tried(partial(step, self.items[one], sent=sent, **more), entries=entries)

    @invariant()
    def ledger_explains_everything(self):
        db.session.expire_all()
        if self.year.closed_at is not None:
            held = [db.session.get_one(Fund, fund.id).encumbered_cents for fund in self.funds]
            assert sum(held) == 0
        assert ledger_queries.faults() == []
        assert proof.walk().fault == ""
        blocks = db.session.get_one(Fund, self.funds[0].id)
        assert blocks.available_cents >= 0
        for item in self.items:
            held, paid = ledger_queries.set_aside(item.id), sum(p.cents for p in item.payments)
            assert sum(held.values()) == (
                item.price_cents if item.state in ("approved", "registered") else 0
            )
            assert item.price_cents == sum(each.cents for each in item.costs)
            if item.state == "completed":
                assert paid == item.price_cents


def test_money_adds_up_after_any_steps(cast):
    make_framework()
    db.session.commit()
    run_state_machine_as_test(
        lambda: Money(cast),
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
