"""Memberships as the engine knows them: bought once, they open the prices of members."""

from collections.abc import Sequence

from pdplanner import engine
from pdplanner.budgets.models import Fund
from pdplanner.budgets.rules import pays_for_all, pays_provider
from pdplanner.catalog.queries import Terms
from pdplanner.plans.items.memberships import KnownMembership
from pdplanner.plans.planner.settings import Settings
from pdplanner.plans.planner.team_inputs import TeamInputs


def engine_memberships(
    inputs: TeamInputs, settings: Settings, offerings: tuple[engine.Offering, ...]
) -> tuple[engine.Membership, ...]:
    """The memberships that some offering names, by id; what others paid of one is not paid again.

    It is bought for the whole unit, so a fund for some of it does not pay for it; nor does one
    that is kept to skill areas, since a membership teaches nothing, or to other providers.
    """
    named = {int(each.member.membership) for each in offerings if each.member is not None}
    funds = [
        fund
        for fund in inputs.funds
        if fund.id in settings.limits and not fund.areas and pays_for_all(fund, inputs.unit)
    ]
    return tuple(_membership(each, inputs.memberships[each], funds) for each in sorted(named))


def _membership(
    membership_id: int, known: KnownMembership, funds: Sequence[Fund]
) -> engine.Membership:
    payers = (fund for fund in funds if pays_provider(fund, known.provider_id))
    return engine.Membership(
        id=str(membership_id),
        price=known.left_cents,
        funds=tuple(str(fund.id) for fund in payers),
    )


def member_price(inputs: TeamInputs, terms: Terms) -> engine.MemberPrice | None:
    """The price that a membership opens which the district does not hold, but could have."""
    price, membership = terms.member_price_cents, terms.membership_id
    if price is None or membership not in inputs.memberships:
        return None
    if terms.price_cents is None or price >= terms.price_cents:
        return None
    return engine.MemberPrice(membership=str(membership), price=price)
