"""Telling people: the notices are written with what they tell of, and mailed afterwards."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select, update

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.accounts.queries import signed_in
from pdplanner.extensions import db
from pdplanner.inserts import INSERTS
from pdplanner.notices.models import Mails, Notice, NoticeSetting
from pdplanner.notices.queries import mails_of

DAILY_AT = 6
"""The hour at which a day's notices are mailed, where the reader's district is."""


class Told(NamedTuple):
    """What is told, and the path of the page that it leads to."""

    subject: str
    said: str
    path: str
    comment: str = ""
    asks: bool = False


def tell(users: Collection[User], told: Told) -> None:
    """Tell some users something; call `mailing.send_due.later` after the commit."""
    tell_each([(users, told)])


def tell_each(those: Sequence[tuple[Collection[User], Told]]) -> None:
    """Tell some users one thing, others another, as `tell` does; how they want it is read once."""
    by_id = {user.id: user for users, _ in those for user in users}
    if not by_id:
        return
    mails, now = mails_of(by_id), clock.now()
    mail_at = {user_id: _mail_at(user, mails[user_id]) for user_id, user in by_id.items()}
    db.session.add_all(
        Notice(user_id=user.id, at=now, mail_at=mail_at[user.id], **told._asdict())
        for users, told in those
        for user in users
    )


def settle(path: str) -> None:
    """Note that what users were asked on a page has its answer, and is asked no more."""
    asked = update(Notice).where(Notice.path == path, Notice.asks)
    read_at = func.coalesce(Notice.read_at, clock.now())
    db.session.execute(asked.values(asks=False, read_at=read_at, mail_at=None))


def end(notice: Notice, *, said: str, path: str) -> None:
    """Say what became of a question that is not its reader's to answer any more."""
    notice.said, notice.path, notice.asks = said, path, False
    mark_read(notice)


def mark_read(notice: Notice) -> None:
    """Note that it was read; there is nothing to mail any more."""
    if notice.read_at is None:
        notice.read_at, notice.mail_at = clock.now(), None


def mark_all_read(user: User, *, up_to: int) -> None:
    """Note that a user read everything up to the notice of an id, and nothing that came since."""
    unread = (Notice.user_id == user.id, Notice.id <= up_to, Notice.read_at.is_(None))
    change(*unread, read_at=clock.now(), mail_at=None)


def choose_mails(user: User, mails: Mails) -> None:
    """Set how a user wants notices mailed, those that wait for it included."""
    made = INSERTS[db.engine.dialect.name](NoticeSetting).values(user_id=user.id, mails=mails)
    db.session.execute(
        made.on_conflict_do_update(index_elements=["user_id"], set_={"mails": mails})
    )
    waiting = (Notice.user_id == user.id, Notice.mail_at.is_not(None), ~Notice.taken_up)
    change(*waiting, mail_at=_mail_at(user, mails))


def change(*which: ColumnElement[bool], **values: Any) -> None:
    """Change some notices, without those that somebody else changes now: these are settled.

    Who waited for rows in another order could wait for somebody who waits for them.
    """
    free = select(Notice.id).where(*which).order_by(Notice.id).with_for_update(skip_locked=True)
    ids = db.session.scalars(free).all()
    db.session.execute(update(Notice).where(Notice.id.in_(ids)).values(**values))


def _mail_at(user: User, mails: Mails) -> datetime | None:
    if mails == Mails.NONE:
        return None
    return clock.now() if mails == Mails.EACH else _next_morning(user)


def _next_morning(user: User) -> datetime:
    known = signed_in(user.fs_uniquifier)
    with clock.in_zone((known and known.time_zone) or clock.UTC_ZONE):
        today, day = clock.start_of(clock.today(), DAILY_AT), timedelta(days=1)
        tomorrow = clock.start_of(clock.today() + day, DAILY_AT)
    return today if clock.now() < today else tomorrow
