"""The way of a request: asked for, approved at each desk, registered, completed and paid.

Money is set aside with the last approval, and spent, or given back, by the ledger alone. A step
is taken once for its key, and locks the item that it is about. It returns whether it was taken now.
"""

from collections.abc import Mapping
from dataclasses import replace

from pdplanner.budgets import ledger, ledger_queries
from pdplanner.plans.items.costs import (
    Costs,
    costs_of,
    estimated_costs_of,
    set_actual_costs,
    set_costs,
    set_payments,
)
from pdplanner.plans.items.outdated_terms import note_entered, note_taken_over, terms_now
from pdplanner.plans.items.payers import Payers, payers_of, shares
from pdplanner.plans.learning_plans.errors import NotOfferedError
from pdplanner.plans.learning_plans.limits import refuse_without_mentor
from pdplanner.plans.models import Action, Desk, PlanItem, State
from pdplanner.plans.requests.desks import approved_before, desk_of, is_own, stand_of
from pdplanner.plans.requests.errors import (
    CostsMoreError,
    NoFundError,
    NoMentorError,
    NotNowError,
    OwnRequestError,
    SplitError,
)
from pdplanner.plans.requests.queries import LEDGER_KEY, reimbursed_cents
from pdplanner.plans.requests.step_entries import Sent, begins, enter, figures_of
from pdplanner.web.filters import dollars, hours


def request(item: PlanItem, *, sent: Sent) -> bool:
    """Ask for what one chose or accepted, or again for what was sent back."""
    if not begins(item, Action.REQUEST, sent):
        return False
    if item.state == State.PROPOSED and item.accepted_at is None:
        raise NotNowError(f"{item.offering.title} was proposed and not accepted yet.")
    _refuse_without_mentor(item)
    return enter(item, State.REQUESTED, Action.REQUEST, sent)


def amend(item: PlanItem, *, costs: Costs, sent: Sent, today: tuple[str, str] = ("", "")) -> bool:
    """Say what it is to cost, before anybody has approved that.

    `today` are the marks of price and hours of today that were shown, where these are taken over;
    both are empty where somebody entered the costs themselves.
    """
    figures = figures_of(costs)
    if not begins(item, Action.AMEND, sent, figures):
        return False
    if item.state == State.PROPOSED and item.accepted_at is None:
        raise NotNowError(f"{item.offering.title} was proposed and not accepted yet.")
    if item.state == State.REQUESTED:
        _refuse_own(item, sent)
        if desk_of(item) != Desk.DIRECTOR:
            raise NotNowError("The director approved another sum. Send it back to change the cost.")
    before = item.price_cents
    said = ""
    if any(today):
        said = _take_over(item, figures, today)
    else:
        note_entered(item, costs)
    set_costs(item, costs)
    noted = replace(sent, comment=f"{said} {sent.comment}".strip())
    what = "hours"
    if item.price_cents != before or not said:
        noted = noted.with_sums(before, item.price_cents)
        what = "cost and hours" if said else "cost"
    return enter(item, State(item.state), Action.AMEND, noted, figures, what=what)


def _take_over(item: PlanItem, figures: Mapping[str, int], today: tuple[str, str]) -> str:
    """Take over the hours of today and say so; what a page showed may be otherwise by now."""
    now = terms_now([item]).get(item.id)
    if now is None or now.marks != today or figures_of(now.costs) != figures:
        raise NotNowError(
            "Its price or hours changed once more. Nothing was changed: look at them again."
        )
    note_taken_over(item, now)
    if now.now_hours is None:
        return ""
    before, item.hours = item.hours, now.now_hours
    return f"From {hours(before)} to {hours(item.hours)}."


def send_back(item: PlanItem, *, sent: Sent) -> bool:
    """Ask the person to revise the same request; the comment says what."""
    if not begins(item, Action.RETURN, sent):
        return False
    _refuse_own(item, sent)
    return enter(item, State.RETURNED, Action.RETURN, sent, desk=desk_of(item))


def turn_down(item: PlanItem, *, sent: Sent) -> bool:
    if not begins(item, Action.DECLINE, sent):
        return False
    _refuse_own(item, sent)
    item.comment = sent.comment
    return enter(item, State.DECLINED, Action.DECLINE, sent, desk=desk_of(item))


def approve(
    item: PlanItem, *, parts: Mapping[int, int], sent: Sent, payers: Payers | None = None
) -> bool:
    """Approve at the desk where the request is; the last one sets the money aside.

    `parts` are cents by fund id and add up to the cost; `payers` who may pay it, where that is
    known of a locked item. Raises ledger.NotEnoughError.
    """
    parts = {fund_id: cents for fund_id, cents in parts.items() if cents}
    if not begins(item, Action.APPROVE, sent, parts):
        return False
    _refuse_own(item, sent)
    if approved_before(item, sent.by):
        raise OwnRequestError("You approved it at the desk before. Somebody else has to now.")
    _refuse_without_mentor(item)
    stand = stand_of(item)
    _pay_from(payers or payers_of(item), parts)
    if stand.is_last and parts:
        ledger.encumber(item.id, parts, act=_act(sent))
    state = State.APPROVED if stand.is_last else State.REQUESTED
    return enter(item, state, Action.APPROVE, sent, parts, stand.desk)


def register(item: PlanItem, *, sent: Sent) -> bool:
    """Note that the place is taken."""
    return begins(item, Action.REGISTER, sent) and enter(
        item, State.REGISTERED, Action.REGISTER, sent
    )


def complete(item: PlanItem, *, actual: Costs, sent: Sent, more: int = 0) -> bool:
    """Note that it is done and what it did cost: the money set aside is spent.

    What it cost less is given back. What it cost more has to be said in `more` cents, with the
    reason, and is taken from the same funds in the same proportion; those that pay no travel pay
    none. Raises ledger.NotEnoughError.
    """
    figures = figures_of(actual)
    if not begins(item, Action.COMPLETE, sent, figures):
        return False
    _refuse_own(item, sent)
    _refuse_below_reimbursed(item, sum(actual.values()))
    held, whole = ledger_queries.set_aside(item.id), sum(actual.values())
    if whole and not held:
        raise NoFundError(completed=False)
    parts = _parts(actual, costs_of(item), held)
    _refuse_unasked(whole - item.price_cents, more, sent)
    if parts or held:
        ledger.spend(item.id, parts, encumbered=held, act=_act(sent))
    set_actual_costs(item, actual, estimated=costs_of(item))
    set_payments(item, parts)
    return enter(item, State.COMPLETED, Action.COMPLETE, sent, figures)


def correct(item: PlanItem, *, actual: Costs, sent: Sent) -> bool:
    """Say what a completed item did cost after all; the comment says why.

    The funds that were to pay it pay, or get back, the difference. Raises ledger.NotEnoughError.
    """
    figures = figures_of(actual)
    if not begins(item, Action.CORRECT, sent, figures):
        return False
    _refuse_own(item, sent)
    _refuse_below_reimbursed(item, sum(actual.values()))
    spent, held = ledger_queries.paid(item.id)
    if sum(actual.values()) and not held:
        raise NoFundError(completed=True)
    estimated, before = estimated_costs_of(item), item.price_cents
    parts = _parts(actual, estimated, held)
    if parts != spent:
        ledger.correct(item.id, parts, spent=spent, act=_act(sent))
    set_actual_costs(item, actual, estimated=estimated)
    set_payments(item, parts)
    noted = sent.with_sums(before, item.price_cents)
    return enter(item, State.COMPLETED, Action.CORRECT, noted, figures)


def cancel(item: PlanItem, *, sent: Sent) -> bool:
    """Call it off; money that was set aside is available again."""
    if not begins(item, Action.CANCEL, sent):
        return False
    if reimbursed_cents(item) is not None:
        raise NotNowError("Money was reimbursed for it. Complete it at what it did cost.")
    held = ledger_queries.set_aside(item.id)
    if held:
        ledger.release(item.id, held, act=_act(sent))
    item.comment = sent.comment
    return enter(item, State.CANCELLED, Action.CANCEL, sent)


def _parts(actual: Costs, estimated: Costs, held: Mapping[int, int]) -> dict[int, int]:
    parts = shares(actual, estimated, held)
    if any(actual.values()) and not parts:
        raise SplitError("No fund that pays travel is named for it.", field="travel")
    return parts


def _refuse_unasked(cents: int, more: int, sent: Sent) -> None:
    """Nobody approved what it did cost above the sum that was: whoever enters it says so."""
    if cents > 0 and (cents != more or not sent.comment):
        raise CostsMoreError(cents)


def _act(sent: Sent) -> ledger.Act:
    return ledger.Act(key=f"{LEDGER_KEY}{sent.key}", by_id=sent.by.id, note=sent.comment)


def _refuse_own(item: PlanItem, sent: Sent) -> None:
    if is_own(item, sent.by.id, sent.for_id):
        raise OwnRequestError("Nobody answers a request of their own. Somebody else has to.")


def _refuse_without_mentor(item: PlanItem) -> None:
    try:
        refuse_without_mentor(item.offering)
    except NotOfferedError as error:
        raise NoMentorError(str(error)) from error


def _refuse_below_reimbursed(item: PlanItem, cents: int) -> None:
    back = reimbursed_cents(item)
    if back is not None and cents < back:
        raise SplitError(f"{dollars(back)} is reimbursed: it did cost that at least.", field="fee")


def _pay_from(payers: Payers, parts: Mapping[int, int]) -> None:
    fault = payers.fault_of(parts)
    if fault:
        raise SplitError(fault, field="parts")
    set_payments(payers.item, parts)
