"""SQLite has statistics of its tables before a server starts, and PostgreSQL is left alone."""

from sqlalchemy import text

from pdplanner.extensions import db
from pdplanner.web import sqlite_statistics
from tests.support.cast import make_person


def test_the_embedded_database_knows_how_long_its_tables_are(cast):
    for number in range(30):
        make_person(f"Person {number}", cast.network)
    db.session.commit()

    sqlite_statistics.take()

    if db.engine.dialect.name == "sqlite":
        rows = db.session.execute(text("select stat from sqlite_stat1 where tbl = 'person'"))
        assert {row.stat.split()[0] for row in rows} == {"33"}
