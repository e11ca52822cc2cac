"""Any order of steps and amounts: after each the ledger explains every fund to the cent."""

import uuid
from collections import Counter
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
from pdplanner.plans.models import Action, CostKind, RequestStep, State
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.errors import RequestError
from pdplanner.plans.requests.step_entries import FROM, Sent
from tests.support.drill import DRILL
from tests.support.framework import make_framework
from tests.support.person_year import make_item, make_ledger_fund, make_offering

BEGINNINGS = (
    State.PROPOSED, State.REQUESTED, State.APPROVED, State.REGISTERED, State.COMPLETED
)  # fmt: skip
# Below as many it is any item; above, one that may take the step, where there is one.
ITEMS = len(BEGINNINGS)
WHICH = st.integers(0, 4 * ITEMS - 1)
CENTS = st.integers(0, 300_00)
YEAR = timedelta(days=250)


def one_more_year(cast):
    """A year that runs, of this machine alone: what another one left in its funds is elsewhere."""
    day = clock.today() - timedelta(days=300 + db.session.query(FiscalYear).count())
    year = FiscalYear(unit=cast.alder, starts_on=day, ends_on=clock.today() + YEAR / 2)
    db.session.add(year)
    db.session.flush()
    return year


def year_after(cast):
    """The year in which money goes on when one of the machines' years is closed."""
    begins = clock.today() - YEAR / 2 + timedelta(days=1)
    ends = begins + timedelta(days=364)
    db.session.add(FiscalYear(unit=cast.alder, starts_on=begins, ends_on=ends))


def key():
    return uuid.uuid4().hex


def by(user):
    return Sent(by=user, key=key(), comment="Because.")


STEPS = {
    Action.REQUEST: steps.request,
    Action.APPROVE: steps.approve,
    Action.AMEND: steps.amend,
    Action.RETURN: steps.send_back,
    Action.REGISTER: steps.register,
    Action.COMPLETE: steps.complete,
    Action.CORRECT: steps.correct,
    Action.DECLINE: steps.turn_down,
    Action.CANCEL: steps.cancel,
}
OTHER_STEPS = ("transfer", "allocate", "amend a fund", "close and carry over", "open again")


class Money(RuleBasedStateMachine):
    """Two funds, of which one blocks and one goes on into the next year; five items of $100.

    A refused step must leave no trace. `taken` counts the steps that were not refused.
    """

    def __init__(self, cast, taken):
        super().__init__()
        self.cast, self.year, self.taken = cast, one_more_year(cast), taken
        year = self.year
        self.funds = [self.fund(year, "A", cap="block"), self.fund(year, "B", carries_over=True)]
        self.items = [
            make_item(
                cast.sam, year, make_offering(f"Course {key()}", {"I.A.1": (2, 0)}, dollars=100),
                by=cast.staff, answered=True, dollars=100,
            )
            for _ in BEGINNINGS
        ]  # fmt: skip
        db.session.commit()
        for item, state in zip(self.items, BEGINNINGS, strict=True):
            self.bring(item, state)

    def fund(self, year, name, cap="warn", **rules):
        named = f"{name} {key()}"
        return make_ledger_fund(self.cast.alder, year, named, cents=250_00, cap=cap, **rules)

    def bring(self, item, state):
        """Take an item, paid by both funds, from a proposal as far as a state."""
        cast, halves = self.cast, {fund.id: 50_00 for fund in self.funds}
        way = (
            lambda: steps.request(item, sent=by(cast.staff)),
            lambda: steps.approve(item, parts=halves, sent=by(cast.director)),
            lambda: steps.register(item, sent=by(cast.staff)),
            lambda: steps.complete(item, actual={CostKind.FEE: 100_00}, sent=by(cast.finance)),
        )
        for step in way:
            if item.state != state:
                step()
                db.session.commit()

    def teardown(self):
        """The trail is walked once a story: it is that of all of them."""
        assert proof.walk().fault == ""

    def counts(self):
        """Ledger actions, request steps, and entries of the audit trail."""
        tables = (LedgerAction, RequestStep, AuditEvent)
        return tuple(db.session.query(table).count() for table in tables)

    def tried(self, name, step, *, made):
        """Take a step; `made` are the counts that it may add."""
        before = self.counts()
        try:
            step()
            db.session.commit()
        except (RequestError, LedgerError, BudgetError):
            db.session.rollback()
            assert self.counts() == before
        else:
            assert (
                tuple(now - then for now, then in zip(self.counts(), before, strict=True)) in made
            )
            self.taken[name] += 1

    def chosen(self, one, action):
        if one < ITEMS:
            return self.items[one]
        fitting = [item for item in self.items if State(item.state) in FROM[action]]
        return (fitting or self.items)[one % len(fitting or self.items)]

    def step(self, action, item, *, sent, made=((0, 1, 1),), **more):
        step = partial(STEPS[action], item, sent=by(sent), **more)
        self.tried(action.value, step, made=made)

    @rule(
        step=st.sampled_from(
            (
                "request",
                "approve",
                "costs_more_or_less",
                "send_back",
                "register",
                "complete",
                "correct",
                "decline",
                "cancel",
                "transfer",
                "allocate",
                "amend",
                "close",
                "open_again",
            )
        ),
        one=WHICH,
        cents=CENTS,
    )
    def any_step(self, step, one, cents):
        """One rule of all: of several, Hypothesis leaves some out of a story, and few come far."""
        getattr(self, step)(one, cents)

    def request(self, one, _cents):
        item = self.chosen(one, Action.REQUEST)
        self.step(Action.REQUEST, item, sent=self.cast.staff)

    def approve(self, one, cents):
        item = self.chosen(one, Action.APPROVE)
        whole = item.price_cents
        parts = {self.funds[0].id: min(cents, whole), self.funds[1].id: max(0, whole - cents)}
        made = [(int(whole > 0), 1, 1)]
        self.step(Action.APPROVE, item, sent=self.cast.director, made=made, parts=parts)

    def costs_more_or_less(self, one, cents):
        item, costs = self.chosen(one, Action.AMEND), {CostKind.FEE: cents, CostKind.TRAVEL: 1}
        self.step(Action.AMEND, item, sent=self.cast.staff, costs=costs)

    def send_back(self, one, _cents):
        item = self.chosen(one, Action.RETURN)
        self.step(Action.RETURN, item, sent=self.cast.director)

    def register(self, one, _cents):
        item = self.chosen(one, Action.REGISTER)
        self.step(Action.REGISTER, item, sent=self.cast.staff)

    def complete(self, one, cents):
        item = self.chosen(one, Action.COMPLETE)
        actual, more = {CostKind.FEE: cents}, max(0, cents - item.price_cents)
        made = [(1, 1, 1), (0, 1, 1)]  # what is free moves nothing
        self.step(
            Action.COMPLETE, item, sent=self.cast.finance, made=made, actual=actual, more=more
        )

    def correct(self, one, cents):
        item, actual = self.chosen(one, Action.CORRECT), {CostKind.FEE: cents}
        made = [(1, 1, 1), (0, 1, 1)]  # the same again moves nothing
        self.step(Action.CORRECT, item, sent=self.cast.finance, made=made, actual=actual)

    def decline(self, one, _cents):
        item = self.chosen(one, Action.DECLINE)
        self.step(Action.DECLINE, item, sent=self.cast.director)

    def cancel(self, one, _cents):
        item, made = self.chosen(one, Action.CANCEL), [(0, 1, 1), (1, 1, 1)]
        self.step(Action.CANCEL, item, sent=self.cast.director, made=made)

    def transfer(self, one, cents):
        funds = reversed(self.funds) if one % 2 else self.funds
        act = Act(key=key(), by_id=None)
        step = partial(ledger.transfer, *funds, cents, act=act)
        self.tried("transfer", step, made=[(1, 0, 1)])

    def allocate(self, _one, cents):
        act = Act(key=key(), by_id=None)
        step = partial(ledger.allocate, self.funds[1], cents // 3, act=act)
        self.tried("allocate", step, made=[(1, 0, 1)])

    def amend(self, _one, cents):
        act = Act(key=key(), by_id=None)
        step = partial(ledger.amend, self.funds[0], cents - 150_00, act=act)
        self.tried("amend a fund", step, made=[(1, 0, 1)])

    def close(self, _one, _cents):
        """As on the day after its end; money that is set aside stands in the way."""

        def after_its_end():
            self.year.ends_on -= YEAR
            db.session.flush()
            closing.close(self.year, by_id=self.cast.finance.id)
            self.year.ends_on += YEAR

        if self.year.closed_at is not None:
            self.tried("close again", after_its_end, made=[(0, 0, 0)])
            return
        # What goes on is a transfer, the first time to a fund that is made for it.
        left = self.funds[1].available_cents > 0
        name = "close and carry over" if left else "close"
        self.tried(name, after_its_end, made=[(1, 0, 2), (1, 0, 3)] if left else [(0, 0, 1)])

    def open_again(self, _one, _cents):
        was_closed = self.year.closed_at is not None
        step = partial(closing.reopen, self.year, by_id=self.cast.finance.id)
        self.tried("open again", step, made=[(0, 0, int(was_closed))])

    @invariant()
    def ledger_explains_everything(self):
        db.session.expire_all()
        if self.year.closed_at is not None:
            held = [db.session.get_one(Fund, fund.id).encumbered_cents for fund in self.funds]
            assert sum(held) == 0
        assert ledger_queries.faults() == []
        blocks = db.session.get_one(Fund, self.funds[0].id)
        assert blocks.available_cents >= 0
        for item in self.items:
            held, paid = ledger_queries.set_aside(item.id), sum(p.cents for p in item.payments)
            assert sum(held.values()) == (
                item.price_cents if item.state in ("approved", "registered") else 0
            )
            assert item.price_cents == sum(each.cents for each in item.costs)
            if item.state == "completed":
                spent, _held = ledger_queries.paid(item.id)
                assert sum(spent.values()) == paid == item.price_cents


def test_money_adds_up_after_any_steps(cast):
    make_framework()
    year_after(cast)
    db.session.commit()
    taken = Counter()
    run_state_machine_as_test(
        lambda: Money(cast, taken),
        settings=settings(
            max_examples=200 if DRILL else 12,
            # The same stories each time, among which all steps are; a drill looks further.
            derandomize=not DRILL,
            database=None,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {*taken} >= {*(action.value for action in STEPS), *OTHER_STEPS}, taken
