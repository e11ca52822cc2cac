"""Memberships as the engine knows them: bought once, they open the prices of members."""

from pdplanner import engine
from pdplanner.catalog.queries import Terms
from pdplanner.plans.planner.settings import Settings
from pdplanner.plans.team_inputs import TeamInputs


def engine_memberships(
    inputs: TeamInputs, settings: Settings, offerings: tuple[engine.Offering, ...]
) -> tuple[engine.Membership, ...]:
    """The memberships that some offering names, by id; what others paid of one is not paid again.

    It is bought for the whole unit, so a fund of a part of it does not pay for it; nor does one
    that is kept to skill areas, since a membership teaches nothing.
    """
    named = {int(each.member.membership) for each in offerings if each.member is not None}
    funds = tuple(
        str(fund.id)
        for fund in inputs.funds
        if fund.id in settings.limits
        and not fund.areas
        and inputs.unit.path.startswith(fund.unit.path)
    )
    return tuple(
        engine.Membership(id=str(each), price=inputs.memberships[each].left_cents, funds=funds)
        for each in sorted(named)
    )


def member_price(inputs: TeamInputs, terms: Terms) -> engine.MemberPrice | None:
    """The price that a membership opens which the district does not hold, but could have."""
    price, membership = terms.member_price_cents, terms.membership_id
    if price is None or membership not in inputs.memberships:
        return None
    if terms.price_cents is None or price >= terms.price_cents:
        return None
    return engine.MemberPrice(membership=str(membership), price=price)
