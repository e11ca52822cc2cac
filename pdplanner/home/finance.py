"""What the business office sees first: what the running year's funds have left."""

from collections.abc import Sequence
from dataclasses import dataclass

from pdplanner.plans.models import Desk
from pdplanner.plans.requests.lists import number_at
from pdplanner.reports.figures.fund_queries import FundRow, Unfunded, funds_and_unfunded
from pdplanner.reports.figures.scope import Choice, Scope, choice_of
from pdplanner.reports.figures.sentences import lapsed
from pdplanner.reports.figures.sums import Sums, sums_of
from pdplanner.reports.pages.budget import scope_of

NOTHING_UNFUNDED = Unfunded(0, 0)


@dataclass(frozen=True)
class Money:
    """The first district in reach; without a scope it has no fiscal year yet.

    `unfunded` is what is planned without a fund, beside what `sums` says of the funds.
    """

    choice: Choice
    scope: Scope | None = None
    funds: Sequence[FundRow] = ()
    unfunded: Unfunded = NOTHING_UNFUNDED
    requests: int = 0
    """Those that wait for the business office."""
    told: bool = False
    """Whether the page names them already."""

    @property
    def sums(self) -> Sums:
        return sums_of(self.funds)

    @property
    def lapsed(self) -> str:
        """What of the available money nothing can be bought from any more, in words."""
        return lapsed(self.sums)

    @property
    def short(self) -> Sequence[FundRow]:
        """The funds of which more is planned than is available."""
        return [row for row in self.funds if row.after_plan_cents < 0]


def money_at(paths: tuple[str, ...], *, user_id: int) -> Money:
    choice = choice_of(paths, district_id=None)
    scope = scope_of(choice, paths, year_id=None)
    waiting = number_at(Desk.FINANCE, paths, user_id=user_id)
    if scope is None:
        return Money(choice, requests=waiting)
    return Money(choice, scope, *funds_and_unfunded(scope), requests=waiting)
