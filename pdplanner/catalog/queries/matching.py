"""The conditions of a search, by facet, so that each facet can leave out its own."""

from sqlalchemy import (
    CTE,
    ColumnElement,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
)

from pdplanner.catalog.models import Membership, Offering, Provider, Quote, Tag
from pdplanner.catalog.queries.offerings import has_its_mentor
from pdplanner.catalog.queries.sight import in_sight
from pdplanner.catalog.queries.terms import membership_of, price_of, quote_of, to_come
from pdplanner.catalog.search import Search
from pdplanner.frameworks.models import Indicator, SkillArea

# A coalesce takes the type of its first argument, so hours stay hours.
hours = func.coalesce(Quote.hours, Offering.hours)
FACETS = ("area", "indicator", "format", "price", "hours", "provider", "quote")


def candidates(search: Search, district_id: int | None) -> CTE:
    """What is in sight and has the words, with a column `in_<facet>` for each facet's condition."""
    runs = to_come(district_id)
    price = price_of(runs)
    columns = select(
        Offering.id.label("id"),
        Offering.format.label("format"),
        Provider.name.label("provider"),
        price.label("price_cents"),
        hours.label("hours"),
        *(met.label(f"in_{name}") for name, met in _conditions(search, price).items()),
    )
    joined = columns.select_from(Offering).join(Offering.provider)
    joined = joined.outerjoin(Quote, quote_of(district_id))
    joined = joined.outerjoin(Membership, membership_of(district_id))
    joined = joined.outerjoin(runs, runs.c.offering_id == Offering.id)
    offered = and_(Offering.active, has_its_mentor())
    shown = ~offered if search.retired else offered
    return joined.where(in_sight(), shown, *_has_words(search)).cte("candidates")


def matching(found: CTE, *, but: str = "") -> ColumnElement[bool]:
    """The condition that every facet is met, or every other one than `but`."""
    return and_(true(), *(found.c[f"in_{name}"] for name in FACETS if name != but))


def relevance(search: Search) -> ColumnElement[int]:
    """0 where the title has the whole text, then all its words, then the provider; else 3."""
    if not search.words:
        return literal(0)
    in_title = [Offering.title.icontains(word, autoescape=True) for word in search.words]
    return case(
        (Offering.title.icontains(search.text, autoescape=True), 0),
        (and_(*in_title), 1),
        (Provider.name.icontains(search.text, autoescape=True), 2),
        else_=3,
    )


def _has_words(search: Search) -> list[ColumnElement[bool]]:
    return [_has_word(word) for word in search.words]


def _has_word(word: str) -> ColumnElement[bool]:
    columns = (Offering.title, Offering.description, Provider.name)
    teaching = select(Tag.offering_id).join(Tag.indicator)
    indicator = or_(
        Indicator.title.icontains(word, autoescape=True),
        func.lower(Indicator.code) == word.lower(),
    )
    return or_(
        *(column.icontains(word, autoescape=True) for column in columns),
        Offering.id.in_(teaching.where(indicator)),
    )


def _conditions(search: Search, price: ColumnElement[int]) -> dict[str, ColumnElement[bool]]:
    return {
        "area": _teaches(SkillArea.code.in_(search.areas)) if search.areas else true(),
        "indicator": _teaches(Indicator.code == search.indicator) if search.indicator else true(),
        "format": Offering.format.in_(search.formats) if search.formats else true(),
        "price": _price(search, price),
        "hours": _hours(search),
        "provider": Provider.name == search.provider if search.provider else true(),
        "quote": or_(price.is_(None), hours.is_(None)) if search.needs_quote else true(),
    }


def _teaches(indicator: ColumnElement[bool]) -> ColumnElement[bool]:
    tagged = select(Tag.offering_id).join(Tag.indicator).join(Indicator.area)
    return Offering.id.in_(tagged.where(indicator))


def _price(search: Search, price: ColumnElement[int]) -> ColumnElement[bool]:
    conditions = {
        "free": price == 0,
        "upto": price <= (search.upto_cents or 0),
        "unknown": price.is_(None),
    }
    return conditions.get(search.price, true())


def _hours(search: Search) -> ColumnElement[bool]:
    if search.hours == "unknown":
        return hours.is_(None)
    return hours <= float(search.hours) if search.hours else true()
