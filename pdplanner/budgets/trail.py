"""What the audit trail says of the money of a district: its years, funds and limits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from pdplanner.audit import services as audit
from pdplanner.audit.models import Money
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.budgets.rules import in_lists
from pdplanner.organization.models import Unit
from pdplanner.web.filters import day, dollars
from pdplanner.web.mail_letters import path


class FundFacts(NamedTuple):
    """What may change of a fund beside its money, in words; of `lists` some are long."""

    facts: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]


def facts_of(fund: Fund) -> FundFacts:
    facts = {
        "Name": fund.name,
        "Source": fund.source,
        "Account code": fund.account_code,
        "Cap": fund.cap,
        "Spend by": day(fund.spend_by),
        "Carries over": "yes" if fund.carries_over else "no",
        "Note": fund.note,
    }
    return FundFacts(facts, in_lists(fund))


def fund_added(fund: Fund, *, by_id: int | None, at: datetime | None) -> None:
    """Say what a fund is and pays for; its money has an entry of its own."""
    facts, lists = facts_of(fund)
    told = [f"{name}: {value}." for name, value in facts.items() if value and name != "Name"]
    said = " ".join([*told, audit.listed(lists)]).rstrip()
    _of_fund(Money.FUND_ADDED, fund, said=said, by_id=by_id, at=at)


def fund_changed(fund: Fund, before: FundFacts) -> None:
    """Say what is otherwise than before; of lists, which may be cut, after all else."""
    now = facts_of(fund)
    of_lists = audit.list_changes(before.lists, now.lists)
    said = f"{audit.changes(before.facts, now.facts)} {of_lists}".strip()
    if said:
        _of_fund(Money.FUND_CHANGED, fund, said=said)


def _of_fund(
    kind: Money, fund: Fund, *, said: str, by_id: int | None = None, at: datetime | None = None
) -> None:
    audit.record(
        kind, about=f"{fund.name} {fund.fiscal_year.title}", said=said, by_id=by_id, at=at,
        unit_id=fund.unit_id, path=path("reports.ledger", fund_id=fund.id),
    )  # fmt: skip


def year_added(year: FiscalYear) -> None:
    said = f"{day(year.starts_on)} to {day(year.ends_on)}."
    of_year(Money.YEAR_ADDED, year, said=said)


def days_of(year: FiscalYear) -> dict[str, str]:
    return {"First day": day(year.starts_on), "Last day": day(year.ends_on)}


def year_changed(year: FiscalYear, before: dict[str, str]) -> None:
    of_year(Money.YEAR_CHANGED, year, said=audit.changes(before, days_of(year)))


def year_removed(year: FiscalYear) -> None:
    """Its own pages are gone with it."""
    said = f"{day(year.starts_on)} to {day(year.ends_on)}."
    page = path("reports.budget", district=year.unit_id)
    of_district(Money.YEAR_REMOVED, year.unit, about=_named(year), said=said, page=page)


def of_year(kind: Money, year: FiscalYear, *, said: str, by_id: int | None = None) -> None:
    page = path("budgets.closing_page", fiscal_year_id=year.id)
    of_district(kind, year.unit, about=_named(year), said=said, page=page, by_id=by_id)


def limit_changed(year: FiscalYear, *, of: str, before: str, after: str) -> None:
    """Say above which cost the business office approves, of a district or a unit."""
    said = audit.changes({of: before}, {of: after})
    if said:
        page = path("budgets.edit_approval", fiscal_year_id=year.id)
        of_district(Money.APPROVALS_CHANGED, year.unit, about=_named(year), said=said, page=page)


def limit(finance_above_cents: int | None) -> str:
    if finance_above_cents is None:
        return "the director alone"
    return f"the business office too above {dollars(finance_above_cents)}"


def of_district(
    kind: Money, district: Unit, *, about: str, said: str, page: str, by_id: int | None = None
) -> None:
    audit.record(kind, about=about, said=said, unit_id=district.id, path=page, by_id=by_id)


def _named(year: FiscalYear) -> str:
    return f"{year.unit.name} {year.title}"
