"""Statistics of the embedded database, by which it chooses its indexes.

PostgreSQL takes them by itself. SQLite never does: without them it reads all items of a year where
an index leads to a few.
"""

from sqlalchemy import text

from pdplanner.extensions import db
from pdplanner.web import transactions

SAMPLE = 1_000
"""Rows of an index that are looked at: some milliseconds, however long the table."""


def take() -> None:
    """Take them before the server starts; what opens the database afterwards knows them."""
    if db.engine.dialect.name != "sqlite":
        return
    with transactions.writing(), db.engine.connect() as connection:
        connection.execute(text(f"pragma analysis_limit = {SAMPLE}"))
        connection.execute(text("analyze"))
        connection.commit()
    db.engine.dispose()
