"""Which files are taken: known by their first bytes, and named as what they are."""

from pathlib import PurePosixPath, PureWindowsPath
from typing import NamedTuple

LONGEST_NAME, LONGEST_ENDING = 120, 12
UNWANTED = '<>:"/\\|?*'


class Kind(NamedTuple):
    media_type: str
    begins: bytes
    endings: tuple[str, ...]


KINDS = (
    Kind("application/pdf", b"%PDF-", (".pdf",)),
    Kind("image/png", b"\x89PNG\r\n\x1a\n", (".png",)),
    Kind("image/jpeg", b"\xff\xd8\xff", (".jpg", ".jpeg")),
)
ACCEPT = ",".join(ending for kind in KINDS for ending in kind.endings)
EXPECTED = "Choose a PDF, PNG or JPEG file."


class WrongFileError(ValueError):
    """The file is not one that is taken; the message says what is."""


def kind_of(name: str, content: bytes) -> Kind:
    """Return what a file is; raises WrongFileError where name and content do not agree."""
    ending = PurePosixPath(name).suffix.lower()
    named = next((kind for kind in KINDS if ending in kind.endings), None)
    if named is None:
        raise WrongFileError(EXPECTED)
    if not content.startswith(named.begins):
        raise WrongFileError(f"{name} is no {ending[1:].upper()} file inside. {EXPECTED}")
    return named


def plain_name(sent: str) -> str:
    """Return the last part of a name that a browser sent, without what no name should have."""
    last = PureWindowsPath(PurePosixPath(sent.replace("\\", "/")).name).name
    kept = (each for each in last if each.isprintable() and each not in UNWANTED)
    plain = PurePosixPath("".join(kept).strip())
    ending = plain.suffix[:LONGEST_ENDING]
    return plain.stem[: LONGEST_NAME - len(ending)].strip() + ending
