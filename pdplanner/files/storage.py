"""Keeps the content of files in the data folder, under random names that nobody can guess.

A file is written whole before its row is committed, and taken away after its row is gone. What a
crash leaves between the two is content without a row, which nothing leads to: see checking.py.
"""

import os
import secrets
from errno import EDQUOT, ENOSPC
from hashlib import sha256
from pathlib import Path

from flask import current_app

from pdplanner import clock
from pdplanner.files.kinds import WrongFileError, kind_of, plain_name
from pdplanner.files.models import StoredFile

MOST_BYTES = 10 * 1024 * 1024


class StorageFullError(Exception):
    """Nothing was kept."""


def keep(*, sent_name: str, content: bytes, by_id: int) -> StoredFile:
    """Write the content down and return its row, not yet in the database.

    It takes a while on a slow disk, and needs no transaction. Raises WrongFileError, and
    StorageFullError.
    """
    name = plain_name(sent_name)
    kind = kind_of(name, content)
    if len(content) > MOST_BYTES:
        raise WrongFileError(f"{name} is larger than {MOST_BYTES // 1024 // 1024} MB.")
    place = secrets.token_hex(16)
    _write(path_of(place), content)
    return StoredFile(
        place=place, name=name, media_type=kind.media_type, size=len(content),
        sha256=sha256(content).hexdigest(), added_by_id=by_id, added_at=clock.now(),
    )  # fmt: skip


def folder() -> Path:
    data: Path = current_app.config["DATA_FOLDER"]
    return data / "files"


def path_of(place: str) -> Path:
    return folder() / place[:2] / place


def discard(place: str) -> None:
    """Take content away whose row is gone, or never came."""
    path_of(place).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Write to the disk under another name first, so that a file is there whole or not at all."""
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in (ENOSPC, EDQUOT):
            raise StorageFullError("The storage is full. Nothing was saved.") from error
        raise


def _sync_folder(folder: Path) -> None:
    """Let the name of a new file be on the disk as well as what it holds."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
