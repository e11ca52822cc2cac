"""Compares the models with the migrations; given a text, writes a migration of that name."""

import sys
import tempfile
from pathlib import Path

from flask_migrate import check, migrate, upgrade

from pdplanner import create_app
from tests.support.databases import ROOT, settings


def main(message: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(f"sqlite:///{folder}/schema.db", Path(folder)))
        migrations = str(ROOT / "migrations")
        with app.app_context():
            upgrade(migrations)
            if message:
                migrate(migrations, message=message)
            else:
                check(migrations)


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
