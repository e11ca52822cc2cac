"""Each migration, down and up, leaves the rows of every table that it does not drop."""

from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import CheckConstraint, inspect, select

from pdplanner import clock, create_app
from pdplanner.accounts.models import Absence, Grant, User
from pdplanner.budgets import ledger_queries
from pdplanner.budgets.models import UnitApproval, YearEvent
from pdplanner.budgets.purchasing import add_vendor
from pdplanner.budgets.rules import Rules, set_rules
from pdplanner.extensions import db, migrate
from pdplanner.files import storage
from pdplanner.notices.models import NoticeSetting
from pdplanner.organization.models import JobRole
from pdplanner.plans.models import (
    ItemPurchase,
    PlanItem,
    RequestStep,
    ScenarioFund,
    ScenarioRule,
    Study,
)
from pdplanner.plans.requests.files import add_file
from pdplanner.reports.board.links import make_link
from tests.support import databases, stored
from tests.support.person_year import make_adopted

MIGRATIONS = str(databases.ROOT / "migrations")


@pytest.fixture
def engine(copied, tmp_path):
    """The engine of a database with rows in every table, in its application's context."""
    with create_app(databases.settings(copied, tmp_path)).app_context():
        add_scenario()
        db.session.remove()
        yield db.engine
        db.engine.dispose()


def test_every_migration_goes_down_and_up_with_rows_in_every_table(engine):
    head = now = stored.read(engine)
    rules = stored.rules(engine)
    assert [table.name for table in db.metadata.sorted_tables if not now.rows.get(table.name)] == []

    for revision in revisions():
        below = revision.down_revision or "base"
        for step, goal in ((downgrade, below), (upgrade, revision.revision), (downgrade, below)):
            now = walk(engine, step, goal, now)
    assert now.rows == {}

    for revision in reversed(revisions()):
        now = walk(engine, upgrade, revision.revision, now)
    assert now.rows == {name: [] for name in head.rows}
    assert stored.rules(engine) == rules
    check(MIGRATIONS)


def test_evidence_and_reasons_keep_their_ratings_on_the_way_down_and_up(engine):
    together = {row["id"]: row["shown_by"] or row["reason"] for row in ratings(engine)}

    downgrade(MIGRATIONS, "e2b7c95d3f18")
    assert {row["id"]: row["evidence"] for row in ratings(engine)} == together

    upgrade(MIGRATIONS, "7d15e0c8b4a9")
    apart = ratings(engine)
    assert {row["level"] for row in apart if row["reason"]} == {None}
    assert None not in {row["level"] for row in apart if row["shown_by"]}
    assert {row["id"]: row["shown_by"] or row["reason"] for row in apart} == together


def test_a_ledger_is_opened_with_what_funds_and_items_hold(engine):
    def held():
        items = db.session.scalars(select(PlanItem).where(PlanItem.state == "registered")).all()
        found = {item.id: ledger_queries.set_aside(item.id) for item in items}
        db.session.remove()
        return found

    before = held()
    downgrade(MIGRATIONS, "4f0d2ce871a6")
    upgrade(MIGRATIONS, "head")

    assert any(before.values())
    assert held() == before
    assert ledger_queries.faults() == []
    db.session.remove()


def test_costs_that_were_entered_stay_so_and_hours_taken_over_are_none(engine):
    one, other = db.session.scalars(select(PlanItem).order_by(PlanItem.id).limit(2))
    for item, said in ((one, "From $195 to $200."), (other, "From 10 h to 12 h.")):
        amended = RequestStep(item_id=item.id, action="amend", comment=said, at=clock.now())
        amended.key, amended.digest = f"amended {item.id}", ""
        db.session.add(amended)
    db.session.commit()
    ids = {one.id: True, other.id: False}
    db.session.remove()

    downgrade(MIGRATIONS, "3b7a90c1d5e2")
    upgrade(MIGRATIONS, "head")

    rows = {row["id"]: row for row in stored.read(engine).rows["plan_item"]}
    assert {each: bool(rows[each]["costs_entered"]) for each in ids} == ids
    assert {rows[each]["catalog_fee_cents"] for each in ids} == {None}


def test_every_check_of_the_models_is_in_the_database(app):
    """Alembic's own comparison leaves them out."""
    modelled = {
        (table.name, each.name)
        for table in db.metadata.sorted_tables
        for each in table.constraints
        if isinstance(each, CheckConstraint)
    }

    assert modelled == {
        (table, check["name"])
        for (_schema, table), checks in inspect(db.engine).get_multi_check_constraints().items()
        for check in checks
    }


def walk(engine, step, revision, before):
    """Go one step, and return what is stored after it."""
    step(MIGRATIONS, revision)
    name, after = f"{step.__name__} to {revision}", stored.read(engine)
    assert (name, stored.changed(before, after)) == (name, [])
    assert (name, after.dangling) == (name, [])
    return after


def ratings(engine):
    return stored.read(engine).rows["rating"]


def revisions():
    """Every migration, the newest first."""
    return list(ScriptDirectory.from_config(migrate.get_config(MIGRATIONS)).walk_revisions())


def add_scenario():
    """What the demo leaves to whoever tries it: a plan, a file on a request, an order."""
    item = db.session.scalars(select(PlanItem).where(PlanItem.payments.any())).first()
    plan = item.plan
    scenario = make_adopted(plan.person.unit, plan.fiscal_year, [item])
    scenario.budgets = [ScenarioFund(fund=item.payments[0].fund, limit_cents=1_000_00)]
    scenario.rules = [ScenarioRule(offering_id=item.offering_id, kind="pin")]
    scenario.version = 1
    db.session.flush()
    item.scenario_id = plan.scenario_id = scenario.id
    study = Study(scenario_id=scenario.id, number=0, version=1, kind="free", subject="")
    study.changed_at = clock.now()
    db.session.add(study)
    quote = storage.keep(sent_name="quote.pdf", content=b"%PDF-1.7", by_id=plan.person.user_id)
    add_file(item, quote, kind="quote")
    db.session.add(ItemPurchase(item_id=item.id, order_number="PO-1"))
    reader = db.session.scalars(select(User).limit(1)).one()
    db.session.add(NoticeSetting(user_id=reader.id, mails="daily"))
    make_link(plan.person.unit, plan.fiscal_year, name="The board", days=7, by=reader, key="a")
    db.session.add(YearEvent(fiscal_year_id=plan.fiscal_year_id, kind="closed", at=clock.now()))
    approval = UnitApproval(fiscal_year_id=plan.fiscal_year_id, unit_id=plan.person.unit_id)
    grant = db.session.scalars(select(Grant).limit(1)).one()
    days = {"begins_at": clock.now(), "ends_at": clock.now() + timedelta(days=1)}
    db.session.add_all([approval, Absence(grant=grant, substitute=reader, **days)])
    rules = Rules(
        providers=[item.offering.provider_id], units=[plan.person.unit_id],
        job_roles=[db.session.scalars(select(JobRole.id)).first()],
    )  # fmt: skip
    set_rules(scenario.budgets[0].fund, rules)
    add_vendor(plan.fiscal_year.unit, name="Learning Works", number="0042")
    db.session.commit()
