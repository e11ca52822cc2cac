"""Plans whose funds end on different days, against every choice of places, runs and payers."""

from datetime import date
from itertools import product
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pdplanner.engine import Cohort, Cost, Fund, Limits, Offering, check
from pdplanner.engine.timetable.runs import Run
from pdplanner.plans.items import runs as dated
from pdplanner.plans.planner.attending import attended
from pdplanner.plans.planner.cover import AwayLimits
from pdplanner.plans.planner.late_runs import late_runs, with_places_paid
from pdplanner.plans.planner.timetables import Timetables
from tests.engine.exhaustive_money import payable
from tests.engine.instances import learner, problem, teaches, wants

START = date(2027, 1, 1).toordinal()
LASTS = {"1": START + 5, "2": START + 20}
"""The last days of the funds' money."""

TOPICS = {"7": "I.A.1", "8": "I.A.2"}


def run(offering, in_days, seats):
    day = START + in_days
    return Run(id=f"{offering}/{day}", begins=day, ends=day, days=(str(day),), seats=seats)


@st.composite
def teams(draw):
    lists = st.sampled_from((None, None, None, ("1",), ("2",)))
    costs = st.sampled_from(((), (), (Cost(amount=30),), (Cost(amount=30, funds=("2",)),)))
    offerings, runs = [], {}
    for name, indicator in TOPICS.items():
        price = draw(st.sampled_from((100, 150, 0, None)))
        days = draw(st.sampled_from(((1, 9), (1, 9), (2, 9), (2, 10, 30))))
        runs[int(name)] = [run(name, day, draw(st.sampled_from((None, 1, 2)))) for day in days]
        seats = [each.seats for each in runs[int(name)]]
        cohort = Cohort(price=draw(st.sampled_from((120, 200))), seats=2) if price is None else None
        offerings.append(
            Offering(
                id=name, hours=1, price=price, cohort=cohort, costs=draw(costs), funds=draw(lists),
                seats=None if None in seats else sum(seats), sessions=(f"runs of {name}",),
                teaches=(teaches(2, indicator),),
            )
        )  # fmt: skip
    people = [
        learner(
            str(number), funds=draw(lists),
            targets={each: wants(2, draw(st.integers(1, 3))) for each in TOPICS.values()},
        )
        for number in range(1, draw(st.integers(2, 4)))
    ]  # fmt: skip
    amounts = st.sampled_from((0, 100, 130, 250, 400))
    money = (Fund(id="1", amount=draw(amounts)), Fund(id="2", amount=draw(amounts)))
    return problem(*offerings, *people, funds=money), runs


def bounded(loose, runs):
    """The problem as the planner writes it."""
    inputs = SimpleNamespace(
        funds=[SimpleNamespace(id=int(each), spend_by=date.fromordinal(LASTS[each]))
               for each in LASTS],
        unit=SimpleNamespace(path="/"),
        runs={one: [dated.Run(one, date.fromordinal(each.begins), date.fromordinal(each.ends),
                              each.seats) for each in mine] for one, mine in runs.items()},
    )  # fmt: skip
    return with_places_paid(loose, late_runs(inputs, loose))


def best(loose, runs):
    """The most points of any plan that can be attended and paid in time."""
    pairs = list(product(loose.people, loose.offerings))
    found = 0
    for picked in product(*((None, *runs[int(offering.id)]) for _person, offering in pairs)):
        chosen = [(who, what, in_) for (who, what), in_ in zip(pairs, picked, strict=True) if in_]
        points = sum(2 * who.targets[TOPICS[what.id]].weight for who, what, _in in chosen)
        if points > found and attendable(chosen) and payable(loose, list(bills(chosen))):
            found = points
    return found


def attendable(chosen):
    days = [(who.id, in_.begins) for who, _what, in_ in chosen]
    return len(days) == len({*days}) and all(
        in_.seats is None or sum(other is in_ for *_, other in chosen) <= in_.seats
        for *_, in_ in chosen
    )


def bills(chosen):
    """Cohorts by twos, each paid by what lasts until its later place begins."""
    cohorts = {}
    for who, what, in_ in chosen:
        if what.price:
            yield what.price, lasting(in_.begins, what.funds, who.funds)
        for cost in what.costs:
            yield cost.amount, lasting(in_.begins, cost.funds, who.funds)
        if what.cohort is not None:
            cohorts.setdefault(what.id, (what, []))[1].append(in_.begins)
    for what, days in cohorts.values():
        # The early places together, so that early money may pay them.
        days.sort()
        for number in range(1, len(days) + 1, 2):
            yield what.cohort.price, lasting(days[min(number, len(days) - 1)], what.funds)


def lasting(day, *lists):
    return frozenset(
        each for each, last in LASTS.items()
        if last >= day and all(names is None or each in names for names in lists)
    )  # fmt: skip


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(teams())
def test_no_place_is_paid_from_money_that_ended_and_the_bound_holds(drawn):
    loose, runs = drawn
    written = bounded(loose, runs)
    people = [int(each.id) for each in written.people]
    limits = AwayLimits(most={}, rated=frozenset(people), busy={})
    every = {one: tuple(mine) for one, mine in runs.items()}
    timetables = Timetables(runs=dict.fromkeys(people, every), limits=limits, lasts=LASTS)

    found = attended(written, timetables, Limits())

    days = {(str(who), str(what)): day for who, what, day in found.runs}
    for one in found.result.choices:
        day = days[one.person, one.offering]
        assert day is not None
        begins = date.fromisoformat(day).toordinal()
        assert all(LASTS[fund] >= begins for fund, cents in one.paid_by.items() if cents)
    for one in found.result.cohorts:
        begun = [date.fromisoformat(day).toordinal() for (_who, what), day in days.items()
                 if what == one.offering]  # fmt: skip
        assert all(LASTS[fund] >= max(begun) for fund, cents in one.paid_by.items() if cents)
    assert check(written, found.result) == []
    assert found.result.value <= best(loose, runs) <= found.result.bound
