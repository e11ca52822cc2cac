"""What the business office sees first: what the running year's funds have left."""

from dataclasses import dataclass

from pdplanner.reports.budget import Sums, scope_of, sums_of
from pdplanner.reports.queries import fund_rows
from pdplanner.reports.scope import Scope, choice_of


@dataclass(frozen=True)
class Money:
    """The first district in reach; without a scope it has no fiscal year yet."""

    scope: Scope | None
    sums: Sums | None
    short: int
    """How many funds have more planned than is available."""


def money_at(paths: tuple[str, ...]) -> Money:
    scope = scope_of(choice_of(paths, district_id=None), paths, year_id=None)
    if scope is None:
        return Money(None, None, 0)
    rows = fund_rows(scope)
    return Money(scope, sums_of(rows), sum(row.after_plan_cents < 0 for row in rows))
