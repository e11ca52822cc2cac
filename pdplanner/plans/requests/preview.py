"""What an approval of several requests does to each fund, before it is given."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.budgets.last_days import could_be_spent
from pdplanner.budgets.models import Fund
from pdplanner.budgets.queries import has_ended
from pdplanner.plans.items.outdated_terms import TermsNow, terms_now
from pdplanner.plans.items.payers import Payers, payers_of_each
from pdplanner.plans.learning_plans.errors import NotOfferedError
from pdplanner.plans.learning_plans.limits import refuse_without_mentor
from pdplanner.plans.models import Desk, PlanItem, State
from pdplanner.plans.requests.desks import Stand, stands_of
from pdplanner.plans.requests.page import MAY_ANSWER
from pdplanner.web.filters import dollars


class Effect(NamedTuple):
    """What would be set aside in a fund."""

    fund: Fund
    cents: int

    @property
    def then(self) -> int:
        """What would be available after it."""
        return self.fund.available_cents - self.cents


class Left(NamedTuple):
    """A chosen request that cannot be approved with the others, and why.

    It may be `open` to the reader's other answers.
    """

    item: PlanItem
    why: str
    open: bool


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Of the chosen requests those that can be approved now, each with who would pay.

    `onward` of them go on to the business office: nothing is set aside for these yet. `gone` says
    by item id which funds named before cannot pay any more what they were to, and who does.
    """

    items: Sequence[PlanItem]
    parts: Mapping[int, Mapping[int, int]]
    gone: Mapping[int, str]
    now: Mapping[int, TermsNow]
    """By item id, what of it is no longer as it was chosen."""
    onward: int
    effects: Sequence[Effect]
    left: Sequence[Left]

    @property
    def answerable(self) -> int:
        """How many may be sent back or declined."""
        return len(self.items) + sum(each.open for each in self.left)

    @property
    def cents(self) -> int:
        return sum(each.cents for each in self.effects)


def preview(items: Sequence[PlanItem]) -> Preview:
    """Pay the requests in their order, each of what those before it leave, set aside or not."""
    stands, payers, ended = stands_of(items), payers_of_each(items), ended_years(items)
    funds = {fund.id: fund for each in payers.values() for fund in each.funds}
    rest = {fund_id: fund.available_cents for fund_id, fund in funds.items()}
    parts: dict[int, Mapping[int, int]] = {}
    gone: dict[int, str] = {}
    left: list[Left] = []
    aside: Counter[int] = Counter()
    onward = 0
    for item in items:
        mine = payers[item.id]
        paid, lost = mine.suggested(rest), mine.gone(rest)
        shut = barred(item, stands[item.id], ended)
        why = shut or _without_mentor(item) or _short(paid, mine, rest)
        if why:
            left.append(Left(item, why, open=not shut))
            continue
        parts[item.id] = paid
        if lost:
            now = ", ".join(f"{funds[one].named} {dollars(cents)}" for one, cents in paid.items())
            gone[item.id] = f"{' '.join(lost)} Who pays now: {now}."
        last = stands[item.id].is_last
        onward += not last
        for fund_id, cents in paid.items():
            rest[fund_id] -= cents
            aside[fund_id] += cents if last else 0
    return Preview(
        items=[item for item in items if item.id in parts],
        parts=parts,
        gone=gone,
        now=terms_now([item for item in items if item.id in parts]),
        onward=onward,
        effects=[Effect(fund, aside[fund_id]) for fund_id, fund in funds.items() if aside[fund_id]],
        left=left,
    )


def ended_years(items: Sequence[PlanItem]) -> frozenset[int]:
    """Return the ids of those fiscal years of some items that are over."""
    years = {item.plan.fiscal_year_id: item.plan.fiscal_year for item in items}
    return frozenset(year.id for year in years.values() if has_ended(year))


def barred(item: PlanItem, stand: Stand, ended: Collection[int]) -> str:
    """Say why the reader cannot answer a request, or nothing where they can.

    `ended` are the ids of the fiscal years that are over.
    """
    if item.state != State.REQUESTED:
        return f"It is {item.state} by now."
    if item.plan.fiscal_year_id in ended:
        return f"{item.plan.fiscal_year.title} has ended."
    place = access.stands_in_for(MAY_ANSWER[stand.desk], item)
    if {signed_in_user().id, place} & {item.owner_id, stand.asked_by} - {None}:
        return "Nobody answers a request of their own."
    if not access.may(MAY_ANSWER[stand.desk], item):
        return (
            f"It waits for the {'business office' if stand.desk == Desk.FINANCE else 'director'}."
        )
    if signed_in_user().id in stand.approved_by:
        return "You approved it at the desk before."
    return ""


def _without_mentor(item: PlanItem) -> str:
    try:
        refuse_without_mentor(item.offering)
    except NotOfferedError as error:
        return str(error)
    return ""


def _short(paid: Mapping[int, int], payers: Payers, rest: Mapping[int, int]) -> str:
    if payers.cents and payers.past and not payers.funds:
        past = [f"{fund.named} {could_be_spent(fund.spend_by)}" for fund in payers.past]
        return f"No fund may pay for it today: {', '.join(past)}."
    if payers.cents and not payers.funds:
        return "No fund may pay for it: none that reaches the person allows it by its rules."
    if sum(paid.values()) < payers.cents:
        left = sum(max(0, rest[fund.id]) for fund in payers.funds)
        return f"The funds that may pay for it have {dollars(left)} left. Open it to decide."
    return ""
