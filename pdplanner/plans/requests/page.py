"""One request as its page shows it: where it stands, who pays, what its reader may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.budgets import queries as budgets
from pdplanner.budgets.models import Fund
from pdplanner.plans.items.outdated_terms import TermsNow, terms_now
from pdplanner.plans.items.payers import Payers, payers_of
from pdplanner.plans.items.purchase_flags import Flag, flags_of
from pdplanner.plans.models import (
    OPEN_STATES,
    PLANNED_STATES,
    Action,
    Desk,
    ItemFile,
    ItemPurchase,
    PlanItem,
    RequestStep,
    State,
)
from pdplanner.plans.requests import queries
from pdplanner.plans.requests.aims import Aim, aims_of
from pdplanner.plans.requests.answerers import nobody_at
from pdplanner.plans.requests.batch_form import ANSWERS
from pdplanner.plans.requests.desks import approved_before, desk_of, is_own, stand_of
from pdplanner.plans.requests.files import files_of, may_change, takes_files
from pdplanner.plans.requests.purchase import BOUGHT
from pdplanner.plans.requests.spend_by import SpendBy, to_spend
from pdplanner.plans.requests.step_entries import FROM

MAY_ANSWER = {Desk.DIRECTOR: "request.direct", Desk.FINANCE: "request.pay"}
"""What whoever answers at a desk needs."""

NOT_ONES_OWN = (*ANSWERS, Action.COMPLETE, Action.CORRECT)
"""What sets money aside or spends it, or refuses to, is somebody else's to do."""


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """`actions` are those that the reader may take now; `desk` is where a request waits."""

    item: PlanItem
    steps: Sequence[RequestStep]
    files: Sequence[tuple[ItemFile, bool]]
    """Each with whether the reader may replace it or take it away."""
    takes_files: bool
    desks: Sequence[Desk]
    desk: Desk | None
    payers: Payers | None
    actions: frozenset[Action]
    own: bool
    ended: bool
    allowance_left: int | None
    """What the person's allowance has left, below zero where it is overdrawn; None: no limit."""
    counted: bool
    """Whether the allowance counts it."""
    bought: ItemPurchase | None
    may_buy: bool
    flag: Flag | None
    """What it is bought in together with others, where that is above a purchasing threshold."""
    aims: Sequence[Aim]
    """What its person is to reach and the offering teaches."""
    in_catalog: bool
    """Whether the reader may open the offering in the catalog."""
    spend_by: Sequence[SpendBy]
    """The funds that pay for it and whose last day has to be watched."""
    now: TermsNow | None
    """What is no longer as it was chosen."""
    nobody: Sequence[str]
    """Of each desk to come where nobody may answer it, who can help."""

    @property
    def funds(self) -> Sequence[Fund]:
        """Those that may pay for it."""
        return self.payers.funds if self.payers else ()

    @property
    def answers_open(self) -> frozenset[Action]:
        return self.actions & {*ANSWERS}

    @property
    def steps_open(self) -> frozenset[Action]:
        """What the reader may do beside answering."""
        return self.actions - {*ANSWERS}


def request_page(item: PlanItem) -> RequestPage:
    requested, steps = item.state == State.REQUESTED, queries.steps_of(item)
    stand = stand_of(item)
    actions, ended = frozenset(action for action in FROM if may(action, item)), has_ended(item)
    asked = (requested and not ended) or Action.REQUEST in actions
    return RequestPage(
        item=item,
        steps=steps,
        files=[(each, may_change(each, steps, signed_in_user())) for each in files_of(item)],
        takes_files=takes_files(item),
        desks=stand.desks,
        desk=stand.desk if requested else None,
        payers=payers_of(item) if item.state in PLANNED_STATES else None,
        actions=actions,
        own=item.owner_id == signed_in_user().id,
        ended=ended,
        allowance_left=_allowance_left(item),
        counted=item.state in OPEN_STATES,
        bought=queries.purchase_of(item),
        may_buy=item.state in BOUGHT
        and access.may("request.pay", item)
        and not _is_own(item, "request.pay"),
        flag=flags_of([item]).get(item.id),
        aims=aims_of([item])[item.id],
        in_catalog=access.may("catalog.read", item.offering),
        spend_by=to_spend([item]).get(item.id, ()),
        now=terms_now([item]).get(item.id),
        nobody=nobody_at(item) if asked else (),
    )


def _allowance_left(item: PlanItem) -> int | None:
    limit = item.plan.person.allowance_cents
    if limit is None:
        return None
    return limit - sum(
        each.allowance_cents for each in item.plan.items if each.state in OPEN_STATES
    )


def may(action: Action, item: PlanItem) -> bool:
    """Whether the reader may take an action on an item as it is now."""
    if item.state not in FROM[action] or not access.may(needed(action, item), item):
        return False
    if action in (Action.AMEND, Action.REQUEST, Action.APPROVE) and has_ended(item):
        return False
    if action == Action.CORRECT and item.plan.fiscal_year.closed_at is not None:
        return False
    if action == Action.APPROVE and approved_before(item, signed_in_user()):
        return False
    if _amends_anothers(action, item) and desk_of(item) != Desk.DIRECTOR:
        return False
    if action in NOT_ONES_OWN or _amends_anothers(action, item):
        return not _is_own(item, needed(action, item))
    return item.state != State.PROPOSED or item.accepted_at is not None


def _is_own(item: PlanItem, permission: str) -> bool:
    """Whether it is the reader's own, or of whom they would take the step for."""
    return is_own(item, signed_in_user().id, access.stands_in_for(permission, item))


def _amends_anothers(action: Action, item: PlanItem) -> bool:
    """Once it is requested, its cost is changed by whoever answers it."""
    return action == Action.AMEND and item.state == State.REQUESTED


def has_ended(item: PlanItem) -> bool:
    """Whether its fiscal year is over, so that no money of it can be asked for."""
    return budgets.has_ended(item.plan.fiscal_year)


def needed(action: Action, item: PlanItem) -> str:
    """The permission that an action on an item takes in the state that the item is in."""
    if _amends_anothers(action, item):
        return MAY_ANSWER[Desk.DIRECTOR]
    if action in ANSWERS:
        return MAY_ANSWER[desk_of(item)]
    if action == Action.REGISTER:
        return "request.read"
    if action == Action.CORRECT:
        return MAY_ANSWER[Desk.FINANCE]
    asked = item.state in (State.PROPOSED, State.REQUESTED, State.RETURNED)
    return "plan.write" if asked else "request.answer"
