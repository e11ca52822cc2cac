"""How Alembic runs: in one transaction, with SQLite's foreign keys off and checked at the end."""

import sqlite3

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from pdplanner.columns import Hours
from pdplanner.extensions import db
from pdplanner.web import transactions


def run() -> None:
    with transactions.writing(), db.engine.connect() as connection:
        set_foreign_keys(connection, on=False)
        try:
            migrate(connection)
            check_foreign_keys(connection)
        finally:
            set_foreign_keys(connection, on=True)


def migrate(connection: Connection) -> None:
    options = dict(current_app.extensions["migrate"].configure_args)
    options.setdefault("process_revision_directives", drop_empty_revision)
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        transaction_per_migration=True,
        render_item=render_item,
        **options,
    )
    with context.begin_transaction():
        context.run_migrations()


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """A migration stands for itself: it names database types, not our column classes."""
    return "sa.Integer()" if kind == "type" and isinstance(item, Hours) else False


def drop_empty_revision(_context: object, _revision: object, directives: list) -> None:
    options = context.config.cmd_opts
    if getattr(options, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives.clear()


def set_foreign_keys(connection: Connection, *, on: bool) -> None:
    """Batch mode drops and makes tables anew: with foreign keys on, that deletes their children.

    The raw connection is used because SQLite ignores this pragma inside a transaction.
    """
    raw = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def check_foreign_keys(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        dangling = raw.execute("PRAGMA foreign_key_check").fetchall()
        if dangling:
            raise RuntimeError(f"The migration left dangling references: {dangling[:5]}")


run()
