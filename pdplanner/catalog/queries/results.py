"""The rows of a page of the catalog, and what stands on an offering's own page."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, nulls_last, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.catalog.dates import in_words, is_old, last_day
from pdplanner.catalog.models import Membership, Offering, Quote, Session, Tag
from pdplanner.catalog.queries.matching import candidates, hours, matching, relevance
from pdplanner.catalog.queries.terms import Terms, known_to, run_for, terms
from pdplanner.catalog.search import Search
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization.models import Unit
from pdplanner.web.paging import Paging
from pdplanner.web.word_lists import in_a_row

PAGE_SIZE = 25


@dataclass(frozen=True)
class Listed:
    """An offering as one viewer sees it: the terms of their district, the next run."""

    offering: Offering
    quote: Quote | None
    terms: Terms
    next_run: date | None
    search: Search = field(default_factory=Search)

    @property
    def tags(self) -> list[Tag]:
        """What it teaches: what was looked for, then the highest level first."""
        return sorted(self.offering.tags, key=self._rank)

    def _rank(self, tag: Tag) -> tuple[bool, int, int]:
        indicator = tag.indicator
        asked = indicator.code == self.search.indicator or indicator.area.code in self.search.areas
        return not asked, -tag.level, indicator.position

    @property
    def unknown(self) -> str:
        """What a quote must bring before the offering can be planned; empty where nothing."""
        missing = [
            name
            for name, value in (("price", self.terms.price_cents), ("hours", self.terms.hours))
            if value is None
        ]
        return in_a_row(missing)

    @property
    def age(self) -> str:
        """What to say of a price that is old or `undated`; empty for a recent one."""
        if self.terms.price_cents is None:
            return ""
        if self.quote and self.quote.price_quoted_on and self.terms.price_quoted:
            return _age("Quote", self.quote.price_quoted_on.isoformat())
        return _age("Price", self.offering.as_of)


def page_of(search: Search, district_id: int | None, *, page: Paging) -> Sequence[Listed]:
    """Return one page of what matches, with provider and tags, in two queries."""
    found = candidates(search, district_id)
    rows = known_to(district_id).join(Offering.provider)
    rows = rows.join(found, found.c.id == Offering.id).where(matching(found))
    rows = rows.options(contains_eager(Offering.provider), _with_indicators())
    rows = rows.order_by(*_order(search, found.c.price_cents)).limit(page.size).offset(page.offset)
    return [replace(_listed(row), search=search) for row in db.session.execute(rows)]


def listed(offering: Offering, district_id: int | None) -> Listed:
    """Return one offering as the district sees it."""
    rows = known_to(district_id).where(Offering.id == offering.id)
    loaded = rows.options(joinedload(Offering.provider), _with_indicators())
    return _listed(db.session.execute(loaded).one())


def runs_of(offering: Offering, district_id: int | None) -> Sequence[Session]:
    """Return the runs that the district's people may join, the latest first."""
    runs = select(Session).join(Session.offering).where(Offering.id == offering.id)
    seen = runs.where(run_for(district_id)).options(joinedload(Session.unit))
    return db.session.scalars(seen.order_by(Session.starts_on.desc(), Session.id)).all()


def quotes_of(offering: Offering, district_id: int | None) -> Sequence[Quote]:
    """Return the terms of the viewer's district, and of the districts for which they may quote."""
    quotes = select(Quote).join(Quote.unit).where(Quote.offering_id == offering.id)
    loaded = quotes.where(_terms_in_sight(district_id)).options(
        contains_eager(Quote.unit),
        joinedload(Quote.price_quoted_by),
        joinedload(Quote.hours_quoted_by),
    )
    return db.session.scalars(loaded.order_by(Unit.name, Unit.id)).all()


def memberships_of(offering: Offering, district_id: int | None) -> Sequence[Membership]:
    """Return those of its provider, of the districts whose terms the viewer sees."""
    memberships = select(Membership).join(Membership.unit)
    seen = memberships.where(
        Membership.provider_id == offering.provider_id, _terms_in_sight(district_id)
    )
    loaded = seen.options(contains_eager(Membership.unit), joinedload(Membership.quoted_by))
    return db.session.scalars(loaded.order_by(Unit.name, Unit.id)).all()


def _terms_in_sight(district_id: int | None) -> ColumnElement[bool]:
    return or_(Unit.id == (district_id or 0), access.within(Unit.path, "catalog.write"))


def _listed(row: Any) -> Listed:
    """Of a row of `known_to`."""
    return Listed(row.Offering, row.Quote, terms(row), row.first_day)


def _with_indicators() -> LoaderOption:
    return selectinload(Offering.tags).joinedload(Tag.indicator).joinedload(Indicator.area)


def _order(search: Search, price: ColumnElement[int]) -> list[Any]:
    title = [func.lower(Offering.title), Offering.id]
    orders = {
        "price": [nulls_last(price), *title],
        "hours": [nulls_last(hours), *title],
        "title": title,
    }
    return orders.get(search.sort, [relevance(search), *title])


def _age(what: str, as_of: str) -> str:
    known = last_day(as_of)
    if known is None:
        return "undated"
    old = is_old(known, on=clock.today())
    return f"{what} of {in_words(as_of)}: check before booking" if old else ""
