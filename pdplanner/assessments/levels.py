"""Which level counts on which day: decision 0003, as intervals that a query can read."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Source(StrEnum):
    SELF = "self"
    REVIEW = "review"


@dataclass(frozen=True)
class Record:
    """A level that somebody gave on a day; level None means not applicable."""

    level: int | None
    source: Source
    rated_on: date
    agreed: bool = False


@dataclass(frozen=True)
class Validity:
    """The level that counts from `since` to before `until` (None: until further notice)."""

    since: date
    until: date | None
    level: int | None
    source: Source
    rated_on: date
    stale_on: date


def timeline(records: Sequence[Record], *, stale_months: int) -> list[Validity]:
    """Return, for one person and indicator, the level of every day since the first record.

    Records of the same day and kind count in the order given, the last as the newest.
    """
    days = sorted({day for each in records for day in _turning_days(each, stale_months)})
    turns: list[tuple[date, Record]] = []
    for day in days:
        holding = _in_force(records, day, stale_months)
        if not turns or turns[-1][1] is not holding:
            turns.append((day, holding))
    ends = [*(since for since, _ in turns[1:]), None]
    return [
        _validity(record, since, until, stale_months)
        for (since, record), until in zip(turns, ends, strict=False)
    ]


def stale_on(rated_on: date, stale_months: int) -> date:
    """Return the first day of staleness: the same day of the month, or the month's last."""
    years, month = divmod(rated_on.year * 12 + rated_on.month - 1 + stale_months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(rated_on.day, last))


def _turning_days(record: Record, stale_months: int) -> list[date]:
    """The days on which a record may begin or cease to count."""
    if record.source is Source.SELF:
        return [record.rated_on]
    return [record.rated_on, stale_on(record.rated_on, stale_months)]


def _in_force(records: Sequence[Record], day: date, stale_months: int) -> Record:
    given = sorted((each for each in records if each.rated_on <= day), key=_seniority)
    reviews = [each for each in given if each.source is Source.REVIEW]
    if reviews and day < stale_on(reviews[-1].rated_on, stale_months):
        return reviews[-1]
    return given[-1]


def _seniority(record: Record) -> tuple[date, bool, bool]:
    return record.rated_on, record.source is Source.REVIEW, record.agreed


def _validity(record: Record, since: date, until: date | None, stale_months: int) -> Validity:
    return Validity(
        since=since,
        until=until,
        level=record.level,
        source=record.source,
        rated_on=record.rated_on,
        stale_on=stale_on(record.rated_on, stale_months),
    )
