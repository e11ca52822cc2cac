"""What a plan's answers say of money: the curve, what more and less would do, where it stops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pdplanner.budgets.models import Fund
from pdplanner.plans.models import Scenario
from pdplanner.plans.studies.answers import Answer, Answers, Names, answers_of
from pdplanner.plans.studies.curve import Bare, Curve, Point, curve
from pdplanner.plans.studies.rows import others
from pdplanner.plans.studies.values import Other

TENTH = "10"
# Where only figures are shown, nobody has to be named.
NOBODY = Names(offerings={}, people={}, indicators={})


@dataclass(frozen=True, kw_only=True)
class Money:
    """The curve with what less and more money would do.

    `more` is the fund whose next $1,000 closes the most, once all funds were asked; `stops_at` are
    the least cents that close as much as any money can, `most` points, and `binds` says whether
    that is more than the plan. Along the curve every fund keeps its share, in which at most `top`
    can be closed; `shares` are "set" or, where no money is, those of the plan that closes the most,
    in the "right" funds. Of one fund they say nothing.
    """

    curve: Curve | None
    more: tuple[str, Other] | None
    cut: Other | None
    stops_at: int | None
    most: int | None
    top: int | None
    binds: bool
    shares: str

    @property
    def exact(self) -> bool:
        """Whether the curve is flat from where money stops helping, and not only later."""
        return self.shares != "set"


def money_of(scenario: Scenario, funds: Sequence[Fund]) -> tuple[Answers, Money]:
    """Return what the plan's own page shows of its studies: the curve and a sentence."""
    answers = answers_of(scenario)
    return answers, money_from(answers, scenario, {fund.id: fund.named for fund in funds})


def money_from(answers: Answers, scenario: Scenario, funds: Mapping[int, str]) -> Money:
    """Return the same of answers that were read; `funds` are names by id."""
    enough = answers.of("enough").get("")
    if enough is not None and not (enough["least"] and enough["bound"] == enough["value"]):
        enough = None
    most = enough["value"] if enough else None
    more = [
        (funds.get(int(fund), "a fund"), other)
        for fund, other in others(answers, "more", scenario, NOBODY).items()
    ]
    shares = _shares(scenario)
    return Money(
        curve=_curve(answers, scenario, stops=enough if shares != "set" else None),
        more=max(more, key=lambda each: each[1].points) if answers.all_in("more") else None,
        cut=others(answers, "cut", scenario, NOBODY).get(TENTH),
        stops_at=enough["cost"] if enough else None,
        most=most,
        top=_top(answers),
        binds=most is not None and most > (scenario.value or 0),
        shares=shares,
    )


def _shares(scenario: Scenario) -> str:
    """Of which the curve is: see `Money`."""
    if len(scenario.budgets) < 2:
        return ""
    return "set" if any(each.limit_cents for each in scenario.budgets) else "right"


def _top(answers: Answers) -> int | None:
    """What the curve is proven to close at most."""
    enough = answers.of("enough").get("")
    return enough["top"] if enough and enough["top"] == enough["top_bound"] else None


def _curve(answers: Answers, scenario: Scenario, *, stops: Answer | None) -> Curve | None:
    """`stops` is where money stops helping, where that is on the curve."""
    plan = Point(
        sum(each.limit_cents for each in scenario.budgets),
        scenario.value or 0,
        scenario.bound or 0,
    )
    points = [
        Point(each["money"], each["value"], each["bound"])
        for kind in ("curve", "cut")
        for each in answers.of(kind).values()
        if each["possible"] and each["money"] != plan.money
    ]
    free = answers.of("free").get("")
    bare = _bare(free) if free and plan.money else None
    if free is not None and bare is None and plan.money:
        points.append(Point(0, free["value"], free["bound"]))
    if stops is not None and stops["cost"] != plan.money:
        points.append(Point(stops["cost"], stops["value"], stops["bound"]))
    enough = answers.of("enough").get("")
    reach = enough["reach"] if enough else 0
    return curve(points, plan, most=_top(answers), reach=reach, bare=bare)


def _bare(free: Answer) -> Bare | None:
    """Without what costs something it is no plan of the curve, and may close more than one."""
    pins = "paid must-haves" if free["pins"] else ""
    floors = "the floor" if free["floors"] else ""
    without = " and ".join(one for one in (pins, floors) if one)
    return Bare(free["value"], without) if without else None
