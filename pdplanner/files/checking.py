"""Does what lies in the data folder agree with the database, and the other way round?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path

from sqlalchemy import select

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.files import storage
from pdplanner.files.models import StoredFile

LEFT_AFTER = timedelta(days=1)
"""Younger content may have its row still to come."""


def faults() -> Iterator[str]:
    """Name each file whose content is missing, or is not what was handed in."""
    for stored in db.session.scalars(select(StoredFile).order_by(StoredFile.id)):
        path = storage.path_of(stored.place)
        if not path.is_file():
            yield f"{stored.name} (file {stored.id}) has no content in the data folder"
        elif _digest(path) != stored.sha256:
            yield f"{stored.name} (file {stored.id}) is not what was handed in"


def leftovers() -> list[Path]:
    """Return the content that a crash left without a row; nothing leads to it."""
    known = set(db.session.scalars(select(StoredFile.place)))
    before = clock.now() - LEFT_AFTER
    found = (path for path in storage.folder().glob("*/*") if path.stem not in known)
    return sorted(path for path in found if path.is_file() and _changed_at(path) < before)


def are_known() -> bool:
    """Whether the database knows of any file: else it may be the wrong one."""
    return db.session.scalar(select(StoredFile.id).limit(1)) is not None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)
