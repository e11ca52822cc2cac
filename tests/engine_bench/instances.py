"""Problems of any size to measure the planner with: fictional, and the same for the same seed.

What is drawn follows the shipped catalog and job roles: 72 indicators in ten areas; eleven roles
of about 25 to 45 targets that lie in some areas more than in others, with weights of 2 to 10
(tenfold in the engine) and, for two targets of five, half of the points for one level more. People
in small teams hold several roles: here one to three. An offering has one to eight tags in one to
four areas, with levels and entry levels in the catalog's shares; the more it teaches the more hours
it takes, half of them 20 or more; one in three is free, the others cost around $25 an hour. People
stand within a level of their general skill. Each has 24 to 60 hours and there are $400 for each,
which buys a part of what they lack.

`full` adds what ties people together: a second fund, offerings that only one fund may pay, few
seats, cohort prices, and three bench goals.
"""

from random import Random

from pdplanner.catalog.checks import frameworks
from pdplanner.engine import (
    BenchGoal,
    Cohort,
    Fund,
    Offering,
    Person,
    Problem,
    Tag,
    Target,
)

AREA_SIZES = frameworks.AREA_COUNTS["cosn-essential-skills"]
AREAS = [[f"{area}.{k + 1}" for k in range(size)] for area, size in AREA_SIZES.items()]
ROLES = 11
ROLES_HELD = (1, 2, 2, 3)
HIGHEST = 4
WEIGHTS = range(2, 11)
POINTS_OF_A_WEIGHT = 10
TARGET_LEVELS = (1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3)
TAG_COUNTS = (1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8)
AREA_COUNTS = (1, 1, 2, 2, 2, 2, 3, 3, 3, 4)
LEVELS_FROM = ((1, 0),) * 7 + ((2, 0),) * 5 + ((2, 1),) * 4 + ((3, 1), (3, 1), (3, 2))
"""Level taught, and the level that one must hold."""

HOURS_OF_A_LEVEL = (1.1, 0.6)
PRICE_OF_AN_HOUR = (3.2, 0.7)
"""Logarithms: middle and spread."""

LONGEST = 120
PERSON_HOURS = (24, 32, 40, 40, 60)
CENTS_OF_A_PERSON = 40_000
BENCH = ("I.A.1", "III.B.2", "II.A.3")


def instance(people: int, offerings: int, seed: int, *, full: bool = False) -> Problem:
    """A problem of so many people and offerings; the same for the same four arguments."""
    dice = Random(seed)  # noqa: S311  (an instance, not a secret)
    roles = [_role(dice) for _ in range(ROLES)]
    money = people * CENTS_OF_A_PERSON
    return Problem(
        funds=_two_funds(money) if full else (Fund(id="local", amount=money),),
        offerings=tuple(
            _offering(dice, number, people if full else None) for number in range(offerings)
        ),
        people=tuple(_person(dice, number, _targets(dice, roles)) for number in range(people)),
        bench=_bench(people) if full else (),
    )


def _role(dice: Random) -> dict[str, Target]:
    targets = {}
    for area in AREAS:
        share = dice.choice((0.1, 0.3, 0.3, 0.6, 0.8))
        for indicator in area:
            if dice.random() < share:
                targets[indicator] = _target(dice)
    return targets


def _targets(dice: Random, roles: list[dict[str, Target]]) -> dict[str, Target]:
    """Those of one to three roles; of the same indicator the one that is worth more."""
    targets: dict[str, Target] = {}
    for role in dice.sample(roles, dice.choice(ROLES_HELD)):
        for indicator, target in role.items():
            known = targets.get(indicator)
            if known is None or target.worth(HIGHEST) > known.worth(HIGHEST):
                targets[indicator] = target
    return targets


def _target(dice: Random) -> Target:
    level, weight = dice.choice(TARGET_LEVELS), POINTS_OF_A_WEIGHT * dice.choice(WEIGHTS)
    if dice.random() >= 0.4:
        return Target(level=level, weight=weight)
    steps = (2 * min(held, level) + (held > level) for held in range(5))
    return Target(points=tuple(step * weight // 2 for step in steps))


def _offering(dice: Random, number: int, team: int | None) -> Offering:
    """`team`: how many people what ties them together is for; None leaves it out."""
    tags = _tags(dice)
    levels = sum(tag.level for tag in tags)
    hours = min(LONGEST, max(1, round(2 * levels * dice.lognormvariate(*HOURS_OF_A_LEVEL)) / 2))
    price = round(hours * dice.lognormvariate(*PRICE_OF_AN_HOUR)) * 100
    price = 0 if dice.random() < 1 / 3 else price
    seats, cohort, funds = _limits(dice, price, team) if team else (None, None, None)
    return Offering(
        id=f"o{number:04}",
        hours=hours,
        price=price,
        seats=seats,
        cohort=cohort,
        funds=funds,
        teaches=tags,
    )


def _limits(
    dice: Random, price: int, people: int
) -> tuple[int | None, Cohort | None, tuple[str, ...] | None]:
    """A quarter has few seats, a tenth a price for groups, three of ten a fund of their own."""
    seats = dice.randint(2, 3 + people // 40) if dice.random() < 0.25 else None
    group = dice.random() < 0.1 and price > 0
    flat = Cohort(price=dice.randint(3, 6) * price + 10_000, seats=dice.randint(8, 25))
    listed = dice.random() < 0.3
    payers = dice.choice((("local",), ("grant",)))
    return seats, flat if group else None, payers if listed else None


def _tags(dice: Random) -> tuple[Tag, ...]:
    areas = dice.sample(AREAS, dice.choice(AREA_COUNTS))
    indicators = [indicator for area in areas for indicator in area]
    taught = dice.sample(indicators, min(dice.choice(TAG_COUNTS), len(indicators)))
    drawn = [(indicator, *dice.choice(LEVELS_FROM)) for indicator in taught]
    return tuple(Tag(indicator=one, level=level, start=start) for one, level, start in drawn)


def _person(dice: Random, number: int, targets: dict[str, Target]) -> Person:
    skill = dice.choice((0, 1, 1, 2))
    return Person(
        id=f"p{number:05}",
        hours=dice.choice(PERSON_HOURS),
        levels={code: max(0, skill + dice.choice((-1, 0, 0, 1))) for code in targets},
        targets=targets,
    )


def _two_funds(money: int) -> tuple[Fund, ...]:
    grant = money // 3
    return Fund(id="local", amount=money - grant), Fund(id="grant", amount=grant)


def _bench(people: int) -> tuple[BenchGoal, ...]:
    holders = max(2, people // 20)
    return tuple(BenchGoal(indicator=one, level=3, holders=holders, reward=100) for one in BENCH)
