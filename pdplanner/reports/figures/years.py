"""The fiscal years of a district beside each other: money, and what people did with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from pdplanner.budgets.ledger_queries import carried_on
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import LearningPlan, PlanItem, State
from pdplanner.reports.figures.scope import Choice, Scope
from pdplanner.reports.figures.unfunded import not_funded


@dataclass(frozen=True, kw_only=True)
class YearFigures:
    """What the funds had, and what the people in reach did, at `paid` cents in all.

    `allocated` stays what it was when the year is closed; `carried` of it went on into the next
    year, and `brought` came so from the year before. `unfunded` is what nobody funded, nor will:
    see `reports.unfunded.not_funded`.
    """

    year: FiscalYear
    allocated: int = 0
    carried: int = 0
    brought: int = 0
    spent: int = 0
    encumbered: int = 0
    people: int = 0
    completed: int = 0
    hours: float = 0
    paid: int = 0
    unfunded: int = 0

    @property
    def per_person(self) -> int | None:
        """What those who completed something did cost, each."""
        return round(self.paid / self.people) if self.people else None


def years_of(choice: Choice, paths: tuple[str, ...]) -> list[YearFigures]:
    """Return the years of a district, the newest first, as far as the reader's units reach."""
    if choice.district is None:
        return []
    scopes = [Scope(choice.district, year, paths) for year in choice.years]
    if not scopes:
        return []
    money = {row[0]: row for row in db.session.execute(_money(scopes))}
    done = {row[0]: row for row in db.session.execute(_done(scopes[0], choice.years))}
    nothing = (0, 0, 0, 0, 0, 0)
    found = [
        _figures(year, money.get(year.id, nothing), done.get(year.id, nothing))
        for year in choice.years
    ]
    carried = {each.year.ends_on + timedelta(days=1): each.carried for each in found}
    return [replace(each, brought=carried.get(each.year.starts_on, 0)) for each in found]


def _figures(year: FiscalYear, money: Sequence[Any], done: Sequence[Any]) -> YearFigures:
    _year, held, carried, spent, encumbered = money[:5]
    _year, people, completed, hours, paid, unfunded = done
    return YearFigures(
        year=year, allocated=int(held + carried), carried=int(carried), spent=int(spent),
        encumbered=int(encumbered), people=people, completed=completed, hours=float(hours or 0),
        paid=int(paid), unfunded=int(unfunded),
    )  # fmt: skip


def _money(scopes: Sequence[Scope]) -> Select[int, int, int, int, int]:
    of_years: ColumnElement[bool] = or_(*(scope.funds for scope in scopes))
    return (
        select(
            Fund.fiscal_year_id,
            func.sum(Fund.allocated_cents),
            func.sum(carried_on()),
            func.sum(Fund.spent_cents),
            func.sum(Fund.encumbered_cents),
        )
        .join(Fund.unit)
        .where(of_years)
        .group_by(Fund.fiscal_year_id)
    )


def _done(scope: Scope, years: Sequence[FiscalYear]) -> Select[int, int, int, float, int, int]:
    completed = PlanItem.state == State.COMPLETED
    return (
        select(
            LearningPlan.fiscal_year_id,
            func.count(case((completed, LearningPlan.person_id)).distinct()),
            func.count(case((completed, PlanItem.id))),
            func.sum(case((completed, PlanItem.hours))),
            func.sum(case((completed, PlanItem.price_cents), else_=0)),
            func.sum(case((not_funded(), PlanItem.price_cents), else_=0)),
        )
        .select_from(PlanItem)
        .join(PlanItem.plan)
        .join(LearningPlan.fiscal_year)
        .join(Person, Person.id == LearningPlan.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(LearningPlan.fiscal_year_id.in_([year.id for year in years]), scope.people)
        .group_by(LearningPlan.fiscal_year_id)
    )
