"""The trail: one entry for each deed, sealed with its commit, and no row changed unnoticed."""

import json
import logging
import random
from contextlib import contextmanager

import pytest
from sqlalchemy import NullPool, create_engine, event, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from pdplanner.audit import chain, proof, services
from pdplanner.audit.chain import EMPTY
from pdplanner.audit.models import Access, AuditEvent, AuditSeal, Money
from pdplanner.extensions import db
from tests.support.processes import at_once

WRITERS = 32
SWAP = (
    "update audit_event set about = case id when 2 then 'Course 5' else 'Course 1' end"
    " where id in (2, 6)"
)
NO_GUARDS = """
pragma foreign_keys = off;
drop trigger if exists audit_event_update; drop trigger if exists audit_event_delete;
drop trigger if exists audit_seal_update; drop trigger if exists audit_seal_delete;
"""


def fault(known=EMPTY):
    """What is wrong with the chain, read anew."""
    db.session.expire_all()
    return proof.walk(known).fault


def deed(about, **more):
    services.record(Money.APPROVED, about=about, unit_id=None, **more)


@pytest.fixture
def trail(app):
    """Ten entries in ten commits."""
    for one in range(10):
        deed(f"Course {one}")
        db.session.commit()


@pytest.fixture
def change(database):
    """Change what the database keeps, as only its owner can: without its guards."""

    def run(statement, **values):
        db.session.rollback()
        with unguarded(database) as engine, engine.begin() as connection:
            connection.execute(text(statement), values)
        db.session.expire_all()

    return run


@contextmanager
def unguarded(url):
    on_start = "-c session_replication_role=replica"
    options = {} if url.startswith("sqlite") else {"connect_args": {"options": on_start}}
    engine = create_engine(url, **options, poolclass=NullPool)
    if url.startswith("sqlite"):
        event.listen(engine, "connect", lambda raw, _record: raw.executescript(NO_GUARDS))
    yield engine
    engine.dispose()


def test_a_deed_is_entered_with_who_did_it_and_sealed_with_its_commit(app, cast):
    deed("Wires", said="$5.", by_id=cast.director.id, for_id=cast.finance.id, path="/requests/1")
    assert db.session.query(AuditSeal).filter_by(event_id=last().id).count() == 0

    db.session.commit()

    entry = last()
    assert (entry.kind, entry.area, entry.about, entry.said) == (
        "approved",
        "money",
        "Wires",
        "$5.",
    )
    assert (entry.by_id, entry.for_id) == (cast.director.id, cast.finance.id)
    assert db.session.query(AuditSeal).filter_by(event_id=entry.id).one().position == entry.id
    assert fault() == ""


def last():
    return db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()


def test_who_asks_is_whoever_the_request_is_of(cast, as_user):
    as_user(cast.admin).post(f"/units/{cast.network.id}/edit", data=network("Networks"))

    entry = last()
    assert (entry.kind, entry.about, entry.by_id) == ("unit changed", "Networks", cast.admin.id)
    assert (entry.said, entry.came_from) == ("Name: Network, now Networks.", "127.0.0.1")
    assert len(entry.reference) == 16


def network(name):
    return {"name": name, "kind": "team", "stale_after_months": "", "time_zone": ""}


def test_what_is_rolled_back_leaves_no_trace(trail):
    before = chain.head()
    deed("Never")
    db.session.flush()
    db.session.rollback()
    db.session.commit()

    with pytest.raises(ZeroDivisionError):
        in_part()
    deed("After")
    db.session.commit()

    assert chain.head().position == before.position + 2
    assert [each.about for each in db.session.query(AuditEvent).order_by(AuditEvent.id)][-2:] == [
        "Whole", "After",
    ]  # fmt: skip
    assert fault() == ""


def in_part():
    """A part of a transaction that is undone; the rest of it is committed."""
    deed("Whole")
    try:
        with db.session.begin_nested():
            deed("Part")
            db.session.flush()
            _ = 1 / 0
    finally:
        db.session.commit()


def test_an_event_that_nobody_commits_is_in_no_chain(trail):
    deed("Open")
    db.session.flush()

    assert fault() == "Event 11 has no entry in the chain."


@pytest.mark.parametrize("table", ["audit_event", "audit_seal"])
@pytest.mark.parametrize("deed", ["delete from {}", "update {} set {} = '2'"])
def test_the_database_refuses_to_change_or_delete(trail, table, deed):
    column = {"audit_event": "about", "audit_seal": "digest"}[table]
    with pytest.raises(DatabaseError, match="the audit trail is never changed"):
        db.session.execute(text(deed.format(table, column)))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update audit_event set about = 'Another' where id = 4", "Entry 4 was changed, or"),
        ("update audit_event set at = '2020-01-01 00:00:00' where id = 1", "Entry 1 was changed"),
        ("update audit_event set by_id = 1 where id = 10", "Entry 10 was changed"),
        ("update audit_seal set digest = '' where position = 10", "Entry 10 was changed"),
        ("update audit_seal set position = 11 where position = 7", "Entry 7 is missing."),
        ("delete from audit_seal where position = 5", "Entry 5 is missing."),
        ("delete from audit_event where id = 3", "The event of entry 3 is missing."),
        ("delete from audit_seal where position = 10", "Event 10 has no entry in the chain."),
        ("update audit_event set by = 'Somebody else' where id = 2", "Entry 2 was changed"),
        (
            SWAP,
            "Entry 2 was changed",
        ),
    ],
)
def test_the_first_bad_row_is_named(trail, change, statement, said):
    change(statement)

    assert fault().startswith(said)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_event set at = 'soon' where id = 4",
        "update audit_event set about = x'00' where id = 4",
        "update audit_event set about = cast(x'ff' as text) where id = 4",
    ],
)
def test_a_row_that_cannot_be_read_is_named(sqlite_trail, change, statement):
    change(statement)

    assert fault() in ("Entry 4 cannot be read.", "Entry 4 was changed, or the one before it.")


@pytest.fixture
def sqlite_trail(trail):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps nothing in a column that is not of its type")


def test_a_row_beside_the_chain_is_noticed(trail, change):
    """A forged event with a seal before the first one; an insert needs no guard taken off."""
    change(
        "insert into audit_event"
        " (id, at, area, kind, by, in_place_of, unit, about, said, path, came_from, reference)"
        " values (99, '2026-01-01', 'money', 'approved', '', '', '', 'Forged', '', '', '', '')"
    )
    assert fault() == "Event 99 has no entry in the chain."

    with pytest.raises(IntegrityError):
        db.session.execute(text("insert into audit_seal values (-5, 99, 'forged')"))
    db.session.rollback()


@pytest.mark.parametrize("table", ["audit_event", "audit_seal"])
def test_no_table_is_emptied_and_no_row_replaced(trail, table):
    if db.engine.dialect.name == "postgresql":
        statement = f"truncate {table} cascade"
    else:
        statement = f"insert or replace into {table} select * from {table}"  # noqa: S608
    with pytest.raises(DatabaseError, match="is never changed"):
        db.session.execute(text(statement))


def test_the_first_of_many_changes_is_named_wherever_they_are(trail, change):
    dice = random.Random(4)  # noqa: S311
    rename = "update audit_event set about = :about where id = :id"
    texts = {each.id: each.about for each in db.session.query(AuditEvent)}
    for one in range(50):
        rows = dice.sample(sorted(texts), dice.randint(1, 4))
        for row in rows:
            change(rename, about=f"Changed {one}", id=row)
        assert fault().startswith(f"Entry {min(rows)} was changed")
        for row in rows:
            change(rename, about=texts[row], id=row)
        assert fault() == ""


def test_a_chain_that_is_cut_off_no_longer_reaches_a_head_that_was_noted(trail, change):
    noted = chain.head()
    change("delete from audit_seal where position > 8")
    change("delete from audit_event where id > 8")

    assert fault() == ""
    assert fault(noted) == "Entry 9 is missing: 10 entries were noted."


def test_a_chain_that_is_written_anew_is_not_the_one_that_was_noted(trail, change):
    noted = chain.head()
    change("delete from audit_seal where position = 10")
    change("delete from audit_event where id = 10")
    deed("Another")
    db.session.commit()

    assert fault() == ""
    assert fault(noted) == "Entry 10 is not the one that was noted."


def test_the_log_notes_each_head_once_it_is_committed(app, caplog):
    with caplog.at_level(logging.INFO, "pdplanner.request"):
        deed("Wires")
        db.session.commit()
        deed("Never")
        db.session.rollback()
        db.session.commit()

    noted = [json.loads(line)["audit"] for line in caplog.messages if "audit" in line]
    assert noted == [str(chain.head())]


def test_a_commit_that_fails_leaves_no_head_in_the_log(app, caplog):
    def full(_connection):
        raise OSError("The disk is full.")

    deed("Lost")
    event.listen(db.engine, "commit", full)
    with caplog.at_level(logging.INFO, "pdplanner.request"), pytest.raises(OSError, match="full"):
        db.session.commit()
    event.remove(db.engine, "commit", full)
    db.session.rollback()
    with caplog.at_level(logging.INFO, "pdplanner.request"):
        db.session.commit()

    assert [line for line in caplog.messages if "audit" in line] == []


def test_every_column_of_an_event_is_in_its_digest():
    assert set(chain.FIELDS) == {column.name for column in AuditEvent.__table__.columns}


def test_thirty_two_writers_leave_one_chain(app):
    def write(one):
        for number in range(5):
            services.record(Access.ROLE_GIVEN, about=f"{one} {number}", unit_id=None)
            db.session.flush()
            db.session.commit()
        return "done"

    assert set(at_once(app, WRITERS, write)) == {"done"}

    assert chain.head().position == 5 * WRITERS
    assert fault() == ""
