"""A team with enough of everything that its plan is not obvious."""

import random

import pytest

from pdplanner.engine import (
    BenchGoal,
    Cohort,
    Fund,
    MemberPrice,
    Membership,
    Offering,
    Person,
    Problem,
    Tag,
    Target,
)

INDICATORS = tuple(f"I.A.{number}" for number in range(1, 13))


@pytest.fixture(scope="package")
def busy_team() -> Problem:
    """Six people, 24 offerings, two funds; drawn once, with a fixed seed."""
    dice = random.Random(20261121)  # noqa: S311  (an instance, not a secret)
    return Problem(
        funds=(Fund(id="local", amount=120_000), Fund(id="title", amount=60_000)),
        offerings=tuple(_offering(dice, number) for number in range(24)),
        people=tuple(_person(dice, number) for number in range(6)),
        bench=(BenchGoal(indicator="I.A.3", level=3, holders=3, reward=7),),
        memberships=(Membership(id="club", price=9_000, funds=("local",)),),
    )


def _offering(dice: random.Random, number: int) -> Offering:
    price = dice.choice((0, 0, 5_000, 12_000, 30_000))
    extra = dice.choice(("plain", "plain", "cohort", "member"))
    codes = dice.sample(INDICATORS, dice.randint(1, 4))
    return Offering(
        id=f"o{number:02}",
        hours=dice.choice((1, 2, 4.5, 8, 16)),
        price=price,
        seats=dice.choice((None, None, None, 2)),
        funds=dice.choice((None, None, ("local",), ("title",))),
        cohort=Cohort(price=price * 3, seats=5) if extra == "cohort" else None,
        member=MemberPrice(membership="club", price=price // 2) if extra == "member" else None,
        teaches=tuple(Tag(indicator=code, level=dice.randint(1, 4)) for code in codes),
    )


def _person(dice: random.Random, number: int) -> Person:
    return Person(
        id=f"p{number}",
        hours=dice.choice((12, 20, 30)),
        cap=dice.choice((None, 40_000)),
        levels={code: dice.randint(0, 2) for code in INDICATORS},
        targets={
            code: Target(level=dice.randint(2, 4), weight=dice.randint(1, 9))
            for code in dice.sample(INDICATORS, 8)
        },
    )
