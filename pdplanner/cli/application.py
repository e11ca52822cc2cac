"""The application of a command, with the settings that it reads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from pdplanner import config, create_app
from pdplanner.extensions import db


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
