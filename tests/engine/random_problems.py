"""Random problems, small enough to try every plan, that touch every rule."""

from hypothesis import strategies as st

from pdplanner.engine import (
    Assignment,
    BenchGoal,
    Cohort,
    Cost,
    Cover,
    Fund,
    Holding,
    MemberPrice,
    Membership,
    Offering,
    Person,
    Problem,
    Requirement,
    SoftFloor,
    Tag,
    Target,
    Tier,
)

INDICATORS = ("I.A.1", "I.A.2", "II.B.1")
FUNDS = ("local", "title")
LEVELS = st.integers(0, 4)
FUND_LISTS = st.sampled_from((None, None, None, FUNDS, ("local",), ("title",), ()))
PRICES = st.sampled_from((100, 250, 300, 500, 0))


def rarely(strategy):
    """None three times of four."""
    return st.one_of(st.none(), st.none(), st.none(), strategy)


TAGS = st.builds(
    Tag,
    indicator=st.sampled_from(INDICATORS),
    level=st.sampled_from((3, 2, 4, 1)),
    start=st.sampled_from((0, 0, 0, 1, 2)),
)
WEIGHTED = st.builds(Target, level=st.sampled_from((3, 4, 2, 1)), weight=st.integers(1, 6))
TABLES = st.lists(st.integers(0, 9), min_size=5, max_size=5).map(
    lambda points: Target(points=tuple(sorted(points)))
)
SOFT_FLOORS = st.builds(
    SoftFloor, points=st.sampled_from((3, 1, 5, 8, 30, 0)), extra=st.sampled_from((1, 2, 5))
)
COSTS = st.builds(Cost, amount=st.sampled_from((50, 200)), funds=FUND_LISTS)
COHORTS = st.builds(
    Cohort,
    price=st.sampled_from((300, 400, 700, 0)),
    seats=st.integers(1, 3),
    max=st.sampled_from((None, 0, 1, 2)),
    funds=st.sampled_from((None, None, ("title",))),
)


@st.composite
def offerings(draw, number, names):
    """The number-th offering: it may require an earlier one, and one of the people mentors it."""
    price = draw(PRICES)
    cohort = draw(rarely(COHORTS))
    discount = draw(st.sampled_from(("", "member", "tiers")))
    requires = draw(rarely(st.integers(0, number - 1))) if number else None
    waiver = draw(rarely(st.builds(Holding, indicator=st.sampled_from(INDICATORS), level=LEVELS)))
    return Offering(
        id=f"o{number}",
        hours=draw(st.sampled_from((2, 2.25, 1, 3, 5, 0))),
        price=price,
        seats=draw(rarely(st.integers(0, 2))),
        funds=draw(FUND_LISTS),
        sessions=draw(st.sampled_from(((), (), ("mon",), ("tue",), ("mon", "tue")))),
        cohort=cohort,
        member=MemberPrice(membership="club", price=price // 2) if discount == "member" else None,
        tiers=(Tier(start=2, price=price // 2),) if discount == "tiers" else (),
        costs=tuple(draw(rarely(st.lists(COSTS, min_size=1, max_size=2))) or ()),
        requires=()
        if requires is None
        else (Requirement(offering=f"o{requires}", unless=waiver, earlier=draw(st.booleans())),),
        teaches=tuple(draw(st.lists(TAGS, min_size=1, max_size=3))),
        mentor=draw(rarely(st.sampled_from(names))),
        term=draw(st.sampled_from((None, None, "fall", "spring"))),
    )


@st.composite
def people(draw, number, offering_ids):
    some = st.lists(st.sampled_from(offering_ids), max_size=1, unique=True).map(tuple)
    return Person(
        id=f"p{number}",
        hours=draw(st.sampled_from((5.25, 4, 8, 2))),
        term_hours=draw(st.sampled_from(({}, {}, {"fall": 2.25}, {"fall": 4, "spring": 1}))),
        done=draw(rarely(some)) or (),
        funds=draw(FUND_LISTS),
        cap=draw(rarely(st.sampled_from((0, 250, 400, 600)))),
        floor=draw(rarely(st.sampled_from((1, 5)))) or 0,
        soft_floor=draw(st.one_of(st.none(), SOFT_FLOORS)),
        pinned=draw(rarely(some)) or (),
        excluded=draw(rarely(some)) or (),
        busy=draw(rarely(st.just(("tue",)))) or (),
        levels={code: draw(st.sampled_from((0, 0, 1, 2))) for code in INDICATORS},
        targets={code: draw(st.one_of(WEIGHTED, WEIGHTED, TABLES)) for code in INDICATORS[:2]},
    )


def goals(names):
    return st.builds(
        BenchGoal,
        indicator=st.sampled_from(INDICATORS),
        level=st.sampled_from((3, 2, 4)),
        holders=st.sampled_from((2, 3, 1)),
        reward=st.sampled_from((5, 2, 0)),
        people=rarely(st.just((names[0],))),
    )


def pairs(names, ids):
    pair = st.builds(Assignment, person=st.sampled_from(names), offering=st.sampled_from(ids))
    return st.lists(pair, min_size=1, max_size=2, unique=True)


def covers(names):
    away = st.integers(0, 2)
    return st.builds(Cover, people=st.just(tuple(names)), session=st.just("mon"), away=away)


@st.composite
def problems(draw):
    """Two or three people, up to four offerings, two funds and everything else sometimes."""
    staff, catalog = draw(st.sampled_from(((2, 4), (2, 3), (3, 3), (1, 4))))
    names = [f"p{number}" for number in range(staff)]
    found = tuple(draw(offerings(number, names)) for number in range(catalog))
    ids = [one.id for one in found]
    team = tuple(draw(people(number, ids)) for number in range(staff))
    return Problem(
        funds=tuple(
            Fund(id=one, amount=draw(st.sampled_from((300, 550, 1000, 2000, 0)))) for one in FUNDS
        ),
        offerings=found,
        people=team,
        bench=tuple(draw(st.lists(goals(names), max_size=2))),
        memberships=(
            Membership(
                id="club", price=draw(st.sampled_from((50, 200, 0))), funds=draw(FUND_LISTS)
            ),
        ),
        cover=tuple(draw(rarely(st.lists(covers(names), min_size=1, max_size=1))) or ()),
        previous=tuple(draw(rarely(pairs(names, ids))) or ()),
    )
