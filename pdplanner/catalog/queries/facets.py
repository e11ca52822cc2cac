"""How many offerings each value of each facet would show, counted by the database."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, case, func, literal, or_, select, union_all
from sqlalchemy.orm import contains_eager

from pdplanner.catalog.models import Tag
from pdplanner.catalog.queries.matching import candidates, matching
from pdplanner.catalog.search import HOURS, Search
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator, SkillArea

UNKNOWN, MORE = "unknown", "more"


@dataclass(frozen=True)
class Counts:
    """How many offerings match, and by (facet, value) how many that value would show."""

    total: int
    by_value: Counter[tuple[str, str]]

    def of(self, facet: str, value: str) -> int:
        return self.by_value[facet, value]

    def values(self, facet: str) -> list[str]:
        return sorted(value for of, value in self.by_value if of == facet)


def counts(search: Search, district_id: int | None) -> Counts:
    """Count everything in one query. What a facet is set to does not narrow its own counts."""
    found = candidates(search, district_id)
    rows = db.session.execute(union_all(*_branches(found, search)))
    by_value = Counter({(facet, value): number for facet, value, number in rows})
    _sum_up(by_value, "price", ["free", "upto"])
    _sum_up(by_value, "hours", [str(limit) for limit in HOURS])
    return Counts(by_value.pop(("total", ""), 0), by_value)


def taught_indicators() -> Sequence[Indicator]:
    """The indicators that some offering teaches, by framework and position, with their areas."""
    taught = select(Indicator).join(Indicator.area).options(contains_eager(Indicator.area))
    taught = taught.where(Indicator.id.in_(select(Tag.indicator_id)))
    ordered = taught.order_by(Indicator.framework_id, Indicator.position)
    return db.session.scalars(ordered).all()


def _branches(found: CTE, search: Search) -> Iterator[Select[Any]]:
    yield _count(found, "total", literal(""))
    yield _count(found, "format", found.c.format)
    yield _count(found, "provider", found.c.provider)
    yield _count(found, "price", _price_bucket(found, search))
    yield _count(found, "hours", _hours_bucket(found))
    for facet, code in (("area", SkillArea.code), ("indicator", Indicator.code)):
        yield (
            _count(found, facet, code, func.count(found.c.id.distinct()))
            .join(Tag, Tag.offering_id == found.c.id)
            .join(Tag.indicator)
            .join(Indicator.area)
        )
    unquoted = or_(found.c.price_cents.is_(None), found.c.hours.is_(None))
    yield _count(found, "quote", literal("needed")).where(unquoted)


def _count(
    found: CTE,
    facet: str,
    value: ColumnElement[str] | Any,
    number: ColumnElement[int] | None = None,
) -> Select[Any]:
    number = func.count() if number is None else number
    counted = select(literal(facet).label("facet"), value.label("value"), number.label("number"))
    return counted.select_from(found).where(matching(found, but=facet)).group_by("value")


def _price_bucket(found: CTE, search: Search) -> ColumnElement[str]:
    price = found.c.price_cents
    return case(
        (price.is_(None), UNKNOWN),
        (price == 0, "free"),
        (price <= (search.upto_cents or 0), "upto"),
        else_=MORE,
    )


def _hours_bucket(found: CTE) -> ColumnElement[str]:
    limits = [(found.c.hours <= float(limit), str(limit)) for limit in HOURS]
    return case((found.c.hours.is_(None), UNKNOWN), *limits, else_=MORE)


def _sum_up(by_value: Counter[tuple[str, str]], facet: str, values: list[str]) -> None:
    """Let each limit count what lies below the ones before it as well."""
    sums = accumulate(by_value[facet, value] for value in values)
    by_value.update(
        {(facet, v): total - by_value[facet, v] for v, total in zip(values, sums, strict=True)}
    )
