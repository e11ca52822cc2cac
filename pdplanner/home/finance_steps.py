"""What the business office does next: the year, its funds, what a fund lacks, then the plan."""

from collections.abc import Sequence

from flask import url_for

from pdplanner.accounts import access
from pdplanner.home.finance import Money
from pdplanner.home.steps import NextStep, answer_requests, enter_funds, enter_year
from pdplanner.organization.models import Unit
from pdplanner.reports.figures.fund_queries import FundRow, Unfunded
from pdplanner.reports.figures.scope import Scope
from pdplanner.web.filters import cents, plural
from pdplanner.web.word_lists import first_parts


def money_step(money: Money) -> NextStep:
    scope = money.scope
    requests = 0 if money.told else money.requests
    if scope is None or scope.over:
        # Of another district: what has ended here waits for nobody.
        return answer_requests(requests) if requests else _year(money.choice.district)
    if not money.funds:
        return enter_funds(scope.year.id)
    if requests:
        return answer_requests(requests)
    return _mend(money, scope) or _follow(money, scope)


def _year(district: Unit | None) -> NextStep:
    if district is None:
        return NextStep(
            "ask for a role in a district",
            "Your units lie in no district, and fiscal years belong to districts.",
        )
    if access.may("fund.write", district):
        return enter_year(district.id)
    return NextStep(
        "have the fiscal year entered",
        f"Whoever has the finance role at {district.name} enters it, and its funds with it.",
    )


def _mend(money: Money, scope: Scope) -> NextStep | None:
    """More is spent, or planned, than a fund has."""
    if not money.short:
        return None
    overspent = [row for row in money.short if row.overspent_cents]
    planned = [row for row in money.short if not row.overspent_cents]
    said = []
    if overspent:
        by = cents(sum(row.overspent_cents for row in overspent))
        said.append(f"{by} is overspent in: {_names(overspent)}")
    if planned:
        by = cents(-sum(row.after_plan_cents for row in planned))
        said.append(f"{by} more is planned than is available in: {_names(planned)}")
    return NextStep(
        f"look at {plural(len(money.short), 'fund')} with too little",
        " ".join(said),
        "See the funds",
        _budget(scope, "funds"),
    )


def _names(rows: Sequence[FundRow]) -> str:
    return f"{first_parts([row.fund.named for row in rows], 3)}."


def _follow(money: Money, scope: Scope) -> NextStep:
    if money.unfunded.cents:
        return _unfunded(money.unfunded, scope)
    if money.sums.planned:
        return NextStep(
            "look at what is planned",
            f"{cents(money.sums.planned)} is proposed or requested; it reserves nothing.",
            "See the plan",
            _budget(scope, "by-fund"),
        )
    return NextStep(
        "look at the funds",
        f"Nothing is planned from them yet; {cents(money.sums.available)} is available."
        f" {money.lapsed}".rstrip(),
        "Open the budget",
        _budget(scope, "funds"),
    )


def _unfunded(unfunded: Unfunded, scope: Scope) -> NextStep:
    """Only to be looked at: a fund for what people chose is named when it is approved."""
    people = plural(unfunded.people, "person", "people")
    return NextStep(
        "look at who plans without a fund",
        f"{people} {'plans' if unfunded.people == 1 else 'plan'} {cents(unfunded.cents)} that no"
        " fund is named for yet. Adopting a team plan names the funds of what it proposes; what"
        " people choose themselves has none until it is approved.",
        "See who plans what",
        _budget(scope, "by-person"),
    )


def _budget(scope: Scope, part: str) -> str:
    district, year = scope.district.id, scope.year.id
    return url_for("reports.budget", district=district, year=year, _anchor=part)
