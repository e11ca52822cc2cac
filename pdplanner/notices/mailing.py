"""Mails notices: several that wait for one reader go in one letter.

The notices of a reader are taken up, which puts them off until later, mailed, and then marked as
done. Whoever is interrupted between leaves them to be mailed again: rather twice than never.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pdplanner import clock
from pdplanner.extensions import db, queue
from pdplanner.notices.models import Notice
from pdplanner.notices.services import change
from pdplanner.web import mail, transactions
from pdplanner.web.filters import plural
from pdplanner.web.mail_letters import Letter, site, text

MOST_IN_A_LETTER = 200
AGAIN_AFTER = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(days=3)
"""A mail server that takes nothing for so long gets no old news; the page of notices has it."""

log = logging.getLogger(__name__)
_checks: list[Callable[[Notice], bool]] = []


def ask_before_mailing(check: Callable[[Notice], bool]) -> Callable[[Notice], bool]:
    """Declare who knows whether a question still is its reader's to answer when it is mailed."""
    _checks.append(check)
    return check


@queue.task
def send_due() -> None:
    """Mail what is due, reader by reader; what cannot be sent now is tried again."""
    transactions.end_writing()
    going_on = True
    while going_on:
        going_on = _mail_next()


def _mail_next() -> bool:
    """Mail what is due of one reader; False where there is none."""
    with transactions.writing():
        notices = _taken_up()
        letter, ids = _letter_of(notices), [notice.id for notice in notices]
        db.session.commit()
    if letter:
        # What was not taken waits like any other for its next try, and follows its reader.
        done = {"mail_at": None} if _sent(letter) else {}
        with transactions.writing():
            change(Notice.id.in_(ids), taken_up=False, **done)
            db.session.commit()
    return bool(ids)


@queue.each_minute
def send_later() -> None:
    """Let a worker mail what came due, or was left by one that was interrupted."""
    due = select(Notice.id).where(Notice.mail_at <= clock.now()).limit(1)
    if db.session.scalar(due) is not None:
        db.session.rollback()
        send_due.later()


def _taken_up() -> Sequence[Notice]:
    """Put off what is due of one reader, so that nobody else mails it meanwhile, and return it."""
    due = select(Notice).where(Notice.mail_at <= clock.now()).options(joinedload(Notice.user))
    free = due.with_for_update(of=Notice, skip_locked=True)
    first = db.session.scalars(free.order_by(Notice.mail_at, Notice.id).limit(1)).first()
    if first is None:
        return ()
    theirs = free.where(Notice.user_id == first.user_id).order_by(Notice.id)
    notices = db.session.scalars(theirs.limit(MOST_IN_A_LETTER)).all()
    for notice in notices:
        notice.mail_at, notice.taken_up = clock.now() + AGAIN_AFTER, True
    return notices


def _letter_of(notices: Sequence[Notice]) -> Letter | None:
    """The letter to their reader; what is to be said no more is not, and is not mailed again."""
    said = [notice for notice in notices if _is_to_be_said(notice)]
    for notice in set(notices) - set(said):
        notice.mail_at, notice.taken_up = None, False
    if not said:
        return None
    user, number = said[0].user, len(said)
    subject = said[0].subject if number == 1 else plural(number, "notice")
    body = text("notices/mail.txt", user=user, notices=said, site=site())
    return Letter(user.email, subject, body)


def _is_to_be_said(notice: Notice) -> bool:
    young = notice.at >= clock.now() - GIVEN_UP_AFTER
    asked = not notice.asks or all(check(notice) for check in _checks)
    return notice.user.active and young and asked


def _sent(letter: Letter) -> bool:
    try:
        mail.send(letter.recipient, letter.subject, letter.body)
    except Exception:
        # Whatever is wrong with one letter or its server, the others go on.
        log.exception("Notices could not be mailed.")
        return False
    return True
