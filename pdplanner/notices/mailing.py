"""Mails notices: several that wait for one reader go in one letter.

A notice that is taken up is put off until later, mailed, and then marked as done. Whoever is
interrupted between leaves it to be mailed again: rather twice than never.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.extensions import db, queue
from pdplanner.notices.models import Notice
from pdplanner.web import mail, transactions
from pdplanner.web.filters import plural
from pdplanner.web.letters import Letter, site, text

AT_ONCE = 500
AGAIN_AFTER = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(days=3)
"""A mail server that takes nothing for so long gets no old news; the page of notices has it."""

log = logging.getLogger(__name__)


@queue.task
def send_due() -> None:
    """Mail what is due, reader by reader; what cannot be sent now is tried again."""
    transactions.end_writing()
    with transactions.writing():
        notices = _taken_up()
        letters = [
            ([notice.id for notice in told], letter_of(user, told))
            for user, told in _by_reader(notices)
        ]
        db.session.commit()
    for ids, letter in letters:
        if _sent(letter):
            with transactions.writing():
                _done(ids)
                db.session.commit()
    if sum(len(ids) for ids, _letter in letters) == AT_ONCE:
        send_due.later()


@queue.each_minute
def send_later() -> None:
    """Let a worker mail what came due, or was left by one that was interrupted."""
    due = select(Notice.id).where(Notice.mail_at <= clock.now()).limit(1)
    if db.session.scalar(due) is not None:
        db.session.rollback()
        send_due.later()


def letter_of(user: User, notices: Sequence[Notice]) -> Letter:
    first, number = notices[0], len(notices)
    subject = first.subject if number == 1 else plural(number, "notice")
    body = text("notices/mail.txt", user=user, notices=notices, site=site())
    return Letter(user.email, subject, body)


def _taken_up() -> Sequence[Notice]:
    """Put off what is due, so that nobody else mails it meanwhile, and return it by reader."""
    due = select(Notice).where(Notice.mail_at <= clock.now()).limit(AT_ONCE)
    locked = due.order_by(Notice.user_id, Notice.id).options(joinedload(Notice.user))
    notices = db.session.scalars(locked.with_for_update(of=Notice, skip_locked=True)).all()
    now = clock.now()
    for notice in notices:
        lost = not notice.user.active or notice.at < now - GIVEN_UP_AFTER
        notice.mail_at = None if lost else now + AGAIN_AFTER
    return [notice for notice in notices if notice.mail_at is not None]


def _by_reader(notices: Sequence[Notice]) -> list[tuple[User, list[Notice]]]:
    groups = groupby(notices, key=lambda notice: notice.user_id)
    return [(told[0].user, told) for told in (list(group) for _user_id, group in groups)]


def _sent(letter: Letter) -> bool:
    try:
        mail.send(letter.recipient, letter.subject, letter.body)
    except OSError:
        log.exception("Notices could not be mailed.")
        return False
    return True


def _done(notice_ids: Sequence[int]) -> None:
    mailed = update(Notice).where(Notice.id.in_(notice_ids))
    db.session.execute(mailed.values(mail_at=None))
