"""The budget for the board: sums of money, no names and no levels, by a link that expires."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import contains_eager, joinedload

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.accounts.models import User
from pdplanner.audit import services as audit
from pdplanner.audit.models import Money
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.reports.figures import queries
from pdplanner.reports.figures.fund_queries import FundRow, fund_rows
from pdplanner.reports.figures.months import Months, months_of
from pdplanner.reports.figures.queries import Total
from pdplanner.reports.figures.scope import Scope
from pdplanner.reports.models import BoardLink
from pdplanner.reports.pages.bars import Bar, bars
from pdplanner.reports.pages.burn_up import BurnUp, burn_ups
from pdplanner.web.filters import day
from pdplanner.web.mail_letters import path

SHOWN = 15
"""How many offerings the page names, those that cost most."""


@dataclass(frozen=True)
class BoardPage:
    link: BoardLink
    months: Months
    pictures: Sequence[BurnUp]
    funds: Sequence[tuple[FundRow, Bar]]
    offerings: Sequence[Total]
    others: int
    """How many more offerings there are."""


class Listed(NamedTuple):
    """A link, and why it opens nothing although it has not expired; empty where it opens."""

    link: BoardLink
    fault: str


class LinkOverError(Exception):
    """The link that was asked for has been made and has ended."""


def make_link(
    unit: Unit, year: FiscalYear, *, name: str, days: int, by: User, key: str
) -> tuple[BoardLink, str]:
    """Return the link and its token, which nobody can read again.

    What is asked for twice with one key, as by a double click, is one link. Raises LinkOverError
    where that link has ended: what is over does not open again.
    """
    token = _token(key, unit.id, year.id, name, days, by.id)
    # Two of one moment: the second waits here, and finds the first one's.
    db.session.execute(select(FiscalYear.id).where(FiscalYear.id == year.id).with_for_update())
    made = db.session.scalar(select(BoardLink).where(BoardLink.digest == _digest(token)))
    if made is not None and made.expires_at <= clock.now():
        raise LinkOverError
    return made or _make(unit, year, token, name=name, days=days, by=by), token


def _make(unit: Unit, year: FiscalYear, token: str, *, name: str, days: int, by: User) -> BoardLink:
    link = BoardLink(
        unit=unit, fiscal_year=year, name=name, digest=_digest(token), made_by_id=by.id,
        made_at=clock.now(), expires_at=clock.now() + timedelta(days=days),
    )  # fmt: skip
    db.session.add(link)
    db.session.flush()
    _record(Money.BOARD_LINK_MADE, link)
    return link


def end_link(link: BoardLink) -> None:
    """End it now, unless it is over."""
    if link.expires_at > clock.now():
        _record(Money.BOARD_LINK_ENDED, link)
        link.expires_at = clock.now()
        db.session.flush()


def link_of(token: str) -> BoardLink | None:
    """Return the link of a token that has not expired, as long as its maker may still make it."""
    found = select(BoardLink).join(BoardLink.unit).join(BoardLink.made_by)
    return db.session.scalar(found.where(BoardLink.digest == _digest(token), opens()))


def links_of(year: FiscalYear, within: ColumnElement[bool]) -> Sequence[Listed]:
    """Return the links to a year's money of the units that a condition keeps, expired ones too."""
    links = select(BoardLink, _may_be_made()).join(BoardLink.unit)
    links = links.where(BoardLink.fiscal_year_id == year.id, within)
    shown = links.options(contains_eager(BoardLink.unit), joinedload(BoardLink.made_by))
    rows = db.session.execute(shown.order_by(BoardLink.id.desc())).all()
    return [Listed(link, _fault(link, may_be_made=bool(may))) for link, may in rows]


def opens() -> ColumnElement[bool]:
    """Whether a link opens now; the query knows its Unit and the User who made it."""
    return and_(User.active, BoardLink.expires_at > clock.now(), _may_be_made())


def _may_be_made() -> ColumnElement[bool]:
    """Whether who made a link could make it today; the query knows its Unit."""
    return access.held_by(BoardLink.made_by_id, "budget.read", Unit.path)


def _fault(link: BoardLink, *, may_be_made: bool) -> str:
    if link.made_by is None or not link.made_by.active:
        return "the account of who made it is closed"
    return "" if may_be_made else "who made it may not read this budget any more"


def board_page(link: BoardLink) -> BoardPage:
    year = link.fiscal_year
    scope = Scope(year.unit, year, (link.unit.path,), own_funds=True)
    months, rows = months_of(scope), fund_rows(scope)
    offerings = [each for each in queries.by_public_title(scope) if each.total_cents]
    dearest = sorted(offerings, key=lambda each: -each.total_cents)[:SHOWN]
    return BoardPage(
        link=link,
        months=months,
        pictures=burn_ups(months),
        funds=list(zip(rows, bars(rows), strict=True)),
        offerings=dearest,
        others=len(offerings) - len(dearest),
    )


def _record(kind: Money, link: BoardLink) -> None:
    year, unit = link.fiscal_year, link.unit
    audit.record(
        kind, about=f"{link.name}: {unit.name} {year.title}", unit_id=unit.id,
        said=f"Until {day(link.expires_at)}.",
        path=path("reports.board_links", fiscal_year_id=year.id),
    )  # fmt: skip


def _token(*asked: object) -> str:
    """What nobody guesses who has not the secret key; the same for the same request."""
    secret = current_app.config["SECRET_KEY"].encode()
    told = hmac.digest(secret, f"board link {asked!r}".encode(), "sha256")
    return urlsafe_b64encode(told).decode().rstrip("=")


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
