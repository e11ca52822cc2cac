"""Which items a team plan leaves as they are, and counts: all but its forerunners' proposals."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
)

from pdplanner.assessments.rated_targets import PATH, member_ids
from pdplanner.budgets.models import Fund
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.plans.models import (
    OPEN_STATES,
    PLANNED_STATES,
    SETTLED_STATES,
    ItemPayment,
    LearningPlan,
    PlanItem,
    State,
)

FUNDS = "funds"


def is_replaceable() -> ColumnElement[bool]:
    """Proposed by a team plan and not accepted: a new plan may take it back."""
    return and_(
        PlanItem.state == State.PROPOSED,
        PlanItem.accepted_at.is_(None),
        PlanItem.scenario_id.is_not(None),
    )


def may_be_replaced(item: PlanItem) -> bool:
    """Say of an item what `is_replaceable` says in SQL."""
    proposed = item.state == State.PROPOSED and item.accepted_at is None
    return proposed and item.scenario_id is not None


def is_committed(fiscal_year_id: Any) -> ColumnElement[bool]:
    """Approved or further in any year, or of the year and not replaceable: chosen or accepted."""
    open_now = and_(LearningPlan.fiscal_year_id == fiscal_year_id, PlanItem.state.in_(OPEN_STATES))
    return or_(PlanItem.state.in_(SETTLED_STATES), and_(open_now, not_(is_replaceable())))


class Asked(NamedTuple):
    """Cents that a year's items ask a fund for.

    `beside` a new plan stay those that are not `replaced`: unanswered proposals, which it takes
    back.
    """

    beside: int
    replaced: int


def free_of(unit: Unit, funds: Sequence[Fund]) -> dict[int, int]:
    """Return the cents by fund that a plan of the unit may use."""
    return free_beside(asked_of(unit, funds), funds)


def free_beside(asked: Mapping[int, Asked], funds: Sequence[Fund]) -> dict[int, int]:
    """Return what is available by fund and not asked for by items that stay beside a plan."""
    beside = {fund_id: each.beside for fund_id, each in asked.items()}
    return {fund.id: fund.available_cents - beside.get(fund.id, 0) for fund in funds}


def asked_of(unit: Unit, funds: Sequence[Fund]) -> dict[int, Asked]:
    """Return by fund what its items ask for where a plan of the unit is made.

    A fund that nobody asks has no entry. What everybody asks is added up by the payments alone: a
    fund has many more than a plan has to tell apart.
    """
    if not funds:
        return {}
    asked = {FUNDS: [fund.id for fund in funds], PATH: unit.path}
    replaced = _sums(_replaced(), asked)
    return {
        fund_id: Asked(cents - replaced.get(fund_id, 0), replaced.get(fund_id, 0))
        for fund_id, cents in _sums(_whole(), asked).items()
    }


def sums_by_fund() -> Select[int, int]:
    """The statement of what plan items ask for, by fund; the caller says which items."""
    return (
        select(ItemPayment.fund_id, func.sum(ItemPayment.cents))
        .join(PlanItem, PlanItem.id == ItemPayment.item_id)
        .group_by(ItemPayment.fund_id)
    )


def _sums(statement: Select[int, int], asked: Mapping[str, Any]) -> dict[int, int]:
    return {fund_id: int(cents) for fund_id, cents in db.session.execute(statement, asked)}


# Each is built once: a team's page needs all of them.
@cache
def _whole() -> Select[int, int]:
    asked_for = ItemPayment.fund_id.in_(bindparam(FUNDS, expanding=True))
    return sums_by_fund().where(asked_for, PlanItem.state.in_(PLANNED_STATES))


@cache
def _replaced() -> Select[int, int]:
    """What members' unanswered proposals ask for."""
    return _whole().where(is_replaceable(), PlanItem.plan_id.in_(_members()))


def _members() -> Select[int]:
    return select(LearningPlan.id).where(LearningPlan.person_id.in_(member_ids()))
