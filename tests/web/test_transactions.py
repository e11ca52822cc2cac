"""The engine begins what it says, on both databases."""

import pytest
from sqlalchemy import inspect, text

from pdplanner.extensions import db
from pdplanner.web import transactions


def read_twice_around(change):
    first = db.session.scalar(text("select count(*) from framework"))
    change()
    return first, db.session.scalar(text("select count(*) from framework"))


def insert_elsewhere():
    with db.engine.connect() as other:
        other.execute(
            text(
                "insert into framework (code, title, version, kind, source)"
                " values ('x', 'X', '1', 'individual', '')"
            )
        )
        other.commit()


@pytest.fixture
def sqlite_only(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads committed rows by design; this is SQLite's promise")


def test_reading_twice_in_one_transaction_gives_one_answer(sqlite_only):
    assert read_twice_around(insert_elsewhere) == (0, 0)


def test_reader_takes_no_write_lock(app):
    db.session.scalar(text("select count(*) from framework"))

    insert_elsewhere()

    db.session.rollback()
    assert db.session.scalar(text("select count(*) from framework")) == 1


def test_writer_holds_the_lock_from_its_beginning(sqlite_only):
    with transactions.writing():
        db.session.scalar(text("select count(*) from framework"))
        with db.engine.connect() as other:
            assert lock_is_taken(other)


def test_ending_the_writing_gives_the_lock_back(sqlite_only):
    with transactions.writing():
        db.session.scalar(text("select count(*) from framework"))
        transactions.end_writing()

        insert_elsewhere()

    db.session.rollback()
    assert db.session.scalar(text("select count(*) from framework")) == 1


def lock_is_taken(connection):
    connection.connection.dbapi_connection.execute("PRAGMA busy_timeout=0")
    try:
        connection.execute(text("select 1"))
    except Exception as error:
        return "database is locked" in str(error)
    return False


def test_failed_statement_leaves_no_table_behind(app):
    with pytest.raises(ZeroDivisionError):
        make_table_and_fail()

    assert "half_done" not in inspect(db.engine).get_table_names()


def make_table_and_fail():
    with transactions.writing(), db.engine.begin() as connection:
        connection.execute(text("create table half_done (id integer)"))
        raise ZeroDivisionError


def test_embedded_database_keeps_what_it_acknowledged(sqlite_only):
    pragmas = {
        name: db.session.scalar(text(f"PRAGMA {name}"))
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
