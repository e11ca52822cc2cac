from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from pdplanner.extensions import db
from pdplanner.notices.models import Mails, Notice, NoticeSetting
from pdplanner.web.paging import Paging, paging

PAGE = 25
COUNTED = 1_000


class Listed(NamedTuple):
    notices: Sequence[Notice]
    unread: int
    paging: Paging


def notices_of(user_id: int, *, number: str | None = None) -> Listed:
    """Return a page of what a user was told, the newest first."""
    told = select(Notice).where(Notice.user_id == user_id)
    known = told.with_only_columns(Notice.read_at).limit(COUNTED + 1).subquery()
    counted = select(func.count(), func.count().filter(known.c.read_at.is_(None)))
    count, unread = db.session.execute(counted.select_from(known)).one()
    page = paging(number, size=PAGE, count=min(count, COUNTED), cut=count > COUNTED)
    newest = told.order_by(Notice.id.desc()).limit(page.size).offset(page.offset)
    return Listed(db.session.scalars(newest).all(), unread, page)


def mails_of(user_ids: Collection[int]) -> dict[int, Mails]:
    """Return how each of some users wants notices mailed."""
    found = select(NoticeSetting).where(NoticeSetting.user_id.in_(user_ids))
    set_ = {each.user_id: Mails(each.mails) for each in db.session.scalars(found)}
    return {user_id: set_.get(user_id, Mails.EACH) for user_id in user_ids}
