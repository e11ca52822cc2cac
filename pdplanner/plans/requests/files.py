"""The files on a request: quotes, flyers, invoices, receipts, certificates."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pdplanner.accounts.models import User
from pdplanner.audit.models import Money
from pdplanner.extensions import db
from pdplanner.files.models import StoredFile
from pdplanner.plans.models import (
    Action,
    FileKind,
    ItemFile,
    PlanItem,
    RequestStep,
    State,
)
from pdplanner.plans.requests import trail
from pdplanner.plans.requests.errors import NotNowError, RequestError
from pdplanner.plans.requests.queries import reimbursed_cents

MOST_FILES = 20
SETTLING = (Action.APPROVE, Action.COMPLETE)
"""The steps that rest on the files that were there."""


def files_of(item: PlanItem) -> Sequence[ItemFile]:
    """Return the files of a request with who added them, the first one first."""
    files = select(ItemFile).where(ItemFile.item_id == item.id).order_by(ItemFile.id)
    shown = joinedload(ItemFile.stored).joinedload(StoredFile.added_by)
    return db.session.scalars(files.options(shown)).all()


def takes_files(item: PlanItem) -> bool:
    """Whether something may be added: not once it is over."""
    return item.state not in (State.DECLINED, State.CANCELLED)


def add_file(item: PlanItem, stored: StoredFile, *, kind: str) -> ItemFile:
    if not takes_files(item):
        raise NotNowError(f"{item.offering.title} is {item.state} by now. Nothing was changed.")
    there = files_of(item)
    if stored.sha256 in {each.stored.sha256 for each in there}:
        raise RequestError(f"{stored.name} is there already.")
    if len(there) >= MOST_FILES:
        raise RequestError(f"There are {MOST_FILES} files already: replace or remove one.")
    file = ItemFile(item_id=item.id, stored=stored, kind=FileKind(kind))
    db.session.add(file)
    db.session.flush()
    trail.file(Money.FILE_ADDED, file)
    return file


def replace_file(file: ItemFile, stored: StoredFile, *, by: User) -> str:
    """Put another file in the place of one; returns where the old content lies, to be discarded."""
    _refuse_settled(file, by)
    others = (each for each in files_of(file.item) if each.id != file.id)
    if stored.sha256 in {each.stored.sha256 for each in others}:
        raise RequestError(f"{stored.name} is there already.")
    place, before = file.stored.place, trail.named(file.stored)
    file.stored = stored
    db.session.flush()
    trail.file(Money.FILE_REPLACED, file, before=before)
    return place


def remove_file(file: ItemFile, *, by: User) -> str:
    """Take a file away; returns where its content lies, to be discarded after the commit."""
    _refuse_settled(file, by)
    place = file.stored.place
    trail.file(Money.FILE_REMOVED, file)
    db.session.delete(file)
    db.session.flush()
    return place


def may_change(file: ItemFile, steps: Sequence[RequestStep], user: User) -> bool:
    """Whether a user may replace a file or take it away: their own, and nothing rests on it yet."""
    settled = any(step.action in SETTLING and step.at >= file.stored.added_at for step in steps)
    if file.kind == FileKind.RECEIPT and reimbursed_cents(file.item) is not None:
        settled = True
    own = file.stored.added_by_id == user.id
    return own and not settled and takes_files(file.item)


def _refuse_settled(file: ItemFile, by: User) -> None:
    steps = select(RequestStep).where(RequestStep.item_id == file.item_id)
    if not may_change(file, db.session.scalars(steps).all(), by):
        raise NotNowError(
            f"{file.stored.name} stays: somebody else added it, or an answer rests on it."
        )
