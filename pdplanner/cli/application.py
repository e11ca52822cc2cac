"""The application of a command, with the settings that it reads and a database that is ready."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.exc import OperationalError

from pdplanner import config, create_app
from pdplanner.extensions import db, migrate

MIGRATIONS = str(config.ROOT / "migrations")
UPGRADE = "Run: pdplanner upgrade"


@contextmanager
def application(settings: config.Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def settings_of(read: object, **options: object) -> config.Settings:
    """Read the settings of a command that works on the data folder.

    Its files hold ratings and password hashes: what the command and its children make there is
    their owner's alone to read.
    """
    os.umask(0o077)
    try:
        return read(**options)  # type: ignore[operator,no-any-return]
    except config.SettingError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def ready_application(settings: config.Settings) -> Iterator[Flask]:
    """The application of a command that reads or writes records, once the database can take it.

    Raises ClickException, which says what to run, where `pdplanner upgrade` has yet to come.
    """
    require_folder(settings)
    with application(settings) as app:
        require_current_schema()
        yield app


def lies_in_folder(settings: config.Settings) -> bool:
    """Whether database or queue are files of the data folder."""
    folder = settings.DATA_FOLDER
    return (
        config.embedded_database(folder) == settings.SQLALCHEMY_DATABASE_URI
        or config.embedded_queue(folder) == settings.QUEUE_URL
    )


def require_folder(settings: config.Settings) -> None:
    """Refuse to go on without the folder that the application would open its files in."""
    if lies_in_folder(settings) and not settings.DATA_FOLDER.is_dir():
        raise click.ClickException(
            f"There is no data folder {settings.DATA_FOLDER} (PDPLANNER_DATA names it). {UPGRADE}"
        )


def require_current_schema() -> None:
    script = ScriptDirectory.from_config(migrate.get_config(MIGRATIONS))
    held = held_revision()
    if held is None:
        raise click.ClickException(f"The database has no tables yet. {UPGRADE}")
    if held != script.get_current_head():
        raise click.ClickException(f"The database is not up to date. {UPGRADE}")


def held_revision() -> str | None:
    """The revision that the database stands at; None where there is no table yet."""
    try:
        with db.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise click.ClickException(
            f"The database does not open: {str(error.orig).strip()}."
            " DATABASE_URL or PDPLANNER_DATA says where it is."
        ) from error
