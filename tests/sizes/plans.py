"""Makes the lists of offerings, plans, funds and scenarios of the furnished world longer."""

from datetime import timedelta

from sqlalchemy import insert

from pdplanner import clock
from pdplanner.budgets.models import Fund
from pdplanner.catalog.models import Offering, Provider, Quote, Session, Tag
from pdplanner.extensions import db
from pdplanner.plans.models import (
    ItemPayment,
    LearningPlan,
    LinePayment,
    PlanItem,
    Scenario,
    ScenarioFund,
    ScenarioLine,
    ScenarioRule,
    State,
)
from tests.access.world import World
from tests.sizes.people import added, numbers, rated

# Finance enters them by hand.
MOST_FUNDS = 60
COPIED = (
    "unit_id", "fiscal_year_id", "status", "floor", "built_at", "report", "value", "bound",
    "total_gap", "cost_cents",
)  # fmt: skip


def add_offerings(world: World, number: int) -> list[int]:
    """Offerings that close gaps; each second one lacks its price."""
    providers = added(Provider, [{"name": f"Provider {each}"} for each in numbers(number)])
    facts = {"unit_id": world.cast.alder.id, "format": "book", "hours": 0.25}
    offerings = added(
        Offering,
        [
            {
                "code": f"offering-{each}", "title": f"Course {each}", "provider_id": provider,
                "price_cents": 100 if each % 2 else None, **facts,
            }
            for each, provider in zip(numbers(number), providers, strict=True)
        ],
    )  # fmt: skip
    tags = [
        {"offering_id": each, "indicator_id": indicator, "level": 3, "from_level": 0}
        for each in offerings
        for indicator in rated()[:2]
    ]
    db.session.execute(insert(Tag), tags)
    add_terms(world, offerings)
    return offerings


def add_terms(world: World, offerings: list[int]) -> None:
    """A run of each offering, and as many of the one that the world has; a quote of each."""
    day = clock.today() + timedelta(days=30)
    when = {"unit_id": world.cast.alder.id, "starts_on": day, "ends_on": day, "seats": 5}
    one = world.ids["offering_id"]
    runs = [{"offering_id": each, **when} for each in (*offerings, *[one] * len(offerings))]
    db.session.execute(insert(Session), runs)
    quoted = {"unit_id": world.cast.alder.id, "hours": 0.25, "entered_at": clock.now()}
    db.session.execute(insert(Quote), [{"offering_id": each, **quoted} for each in offerings])


def add_items(world: World, people: list[int], offerings: list[int]) -> None:
    """Every offering in Sam's plan, said yes to, and one in each of the others, asked for."""
    facts = {
        "price_cents": 100, "hours": 0.25, "proposed_by_id": world.cast.director.id,
        "changed_at": clock.now(), "accepted_at": clock.now(),
    }  # fmt: skip
    year = world.ids["fiscal_year_id"]
    plans = added(LearningPlan, [{"person_id": each, "fiscal_year_id": year} for each in people])
    own = [(world.ids["plan_id"], each) for each in offerings]
    others = [(each, world.ids["offering_id"]) for each in plans]
    rows = [
        {"plan_id": plan, "offering_id": each, "state": state, **facts}
        for pairs, state in ((own, State.PROPOSED), (others, State.REQUESTED))
        for plan, each in pairs
    ]
    paid = {"fund_id": world.ids["fund_id"], "cents": 100}
    items = [{"item_id": each, **paid} for each in added(PlanItem, rows)]
    db.session.execute(insert(ItemPayment), items)


def add_funds(world: World, number: int) -> None:
    facts = {
        "unit_id": world.cast.alder.id, "fiscal_year_id": world.ids["fiscal_year_id"],
        "source": "Local", "cap": "block", "spend_by": clock.today(), "allocated_cents": 1,
    }  # fmt: skip
    funds = [{"name": f"Fund {each}", **facts} for each in numbers(number)[:MOST_FUNDS]]
    db.session.execute(insert(Fund), funds)


def add_scenarios(
    world: World, built: Scenario, people: list[int], offerings: list[int], *, number: int
) -> None:
    """Copies of a built scenario under other names, and a longer plan in it."""
    facts = {name: getattr(built, name) for name in COPIED} | {"saved": True}
    copies = added(Scenario, [{"name": f"Plan {each}", **facts} for each in numbers(number)])
    limit = {"fund_id": world.ids["fund_id"], "limit_cents": 100}
    db.session.execute(insert(ScenarioFund), [{"scenario_id": each, **limit} for each in copies])
    line = {"mode": "seat", "price_cents": 100, "hours": 0.25, "points": 1}
    lines = [
        {"scenario_id": each, "person_id": person, "offering_id": offering, **line}
        for each in (built.id, copies[0])
        for person, offering in zip(people, offerings, strict=True)
    ]
    db.session.execute(insert(ScenarioLine), lines)
    key = ("scenario_id", "person_id", "offering_id")
    paid = {"fund_id": world.ids["fund_id"], "cents": 100}
    db.session.execute(insert(LinePayment), [{n: each[n] for n in key} | paid for each in lines])
    rules = [
        {"scenario_id": built.id, "offering_id": each, "kind": "exclude"} for each in offerings
    ]
    db.session.execute(insert(ScenarioRule), rules)
