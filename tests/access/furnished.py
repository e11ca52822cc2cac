"""The world of the access tests with something in every state, so that every form stands there."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import delete, update

from pdplanner import clock
from pdplanner.accounts.models import Absence, Grant, User
from pdplanner.budgets.models import FiscalYear, Fund, UnitApproval
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import UnitKind
from pdplanner.plans import planner, tasks
from pdplanner.plans.models import (
    CostKind,
    LearningPlan,
    PlanItem,
    Scenario,
    ScenarioFund,
    Status,
    Study,
)
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.step_entries import Sent
from pdplanner.plans.scenarios import drafts
from pdplanner.plans.studies import asking, taking
from tests.access.world import World, make_world
from tests.support.cast import make_person, make_unit
from tests.support.person_year import make_fund, make_item, make_levels, make_offering, make_year


@dataclass(frozen=True)
class Furnished:
    world: World
    addresses: tuple[str, ...]
    """Pages that a mail, a filter or the step before leads to, and records in rare states."""
    built_id: int
    """A scenario with a plan."""


def make_furnished_world() -> Furnished:
    world = make_world()
    cast = world.cast
    make_levels(cast.sam, {"I.A.1": 1, "I.A.2": 1})
    closed = make_unit("Closed", UnitKind.TEAM, parent=cast.department)
    empty = make_unit("Empty", UnitKind.TEAM, parent=cast.department)
    gone, new = make_person("Gone", cast.support), make_person("New", cast.support)
    retired = make_offering("Retired", {"I.A.1": (2, 0)}, unit=cast.alder)
    closed.active = gone.active = retired.active = False
    chosen = _give_sam_choices(world)
    requested = _add_requests(world)
    built, failed = _add_scenarios(world)
    _name_substitute(world)
    cast.staff.password = "no password fits this hash"
    db.session.commit()
    return Furnished(
        world,
        (
            f"/reset/{generate_reset_password_token(cast.staff)}",
            f"/units/{closed.id}",
            f"/units/{empty.id}",
            f"/units/{cast.alder.id}",
            f"/people/{gone.id}",
            f"/people/{new.id}",
            f"/catalog/{retired.id}",
            *(f"/requests/{item.id}" for item in requested),
            f"/requests/?r={requested[0].id}",
            *(
                f"/budget/years/{year.id}{page}"
                for year in _add_ended_years(world)
                for page in ("/closing", "")
            ),
            f"/requests/{requested[3].id}/purchase",
            f"/choose?done={chosen.id}",
            f"/teams/{cast.network.id}/plan/{built.id}",
            f"/teams/{cast.network.id}/plan/{built.id}/studies",
            f"/teams/{cast.network.id}/plan/{built.id}/why-not?offering={retired.id}",
            f"/teams/{cast.network.id}/plan/{built.id}/why-not?offering={_unasked(built)}",
            f"/teams/{cast.network.id}/plan/{failed.id}",
        ),
        built.id,
    )


def _give_sam_choices(world: World) -> PlanItem:
    """Something to choose, and something chosen that can be taken back."""
    plan = db.session.query(LearningPlan).one()
    for title in ("Waves free", "Waves paid", "Waves at home"):
        make_offering(title, {"I.A.2": (3, 0)}, unit=world.cast.alder)
    offering = make_offering("Chosen", {"I.B.1": (2, 0)}, unit=world.cast.alder)
    return make_item(plan.person, plan.fiscal_year, offering, by=world.cast.staff, answered=True)


def _add_requests(world: World) -> list[PlanItem]:
    """One that waits for an answer, one sent back, one approved, one registered, one completed."""
    cast, year = world.cast, db.session.query(LearningPlan).one().fiscal_year
    fund = db.session.get_one(Fund, world.ids["fund_id"])
    make_fund(cast.alder, year, "Another", dollars=50)
    made = []
    for number in range(5):
        offering = make_offering(f"Asked {number}", {"I.B.1": (2, 0)}, dollars=9, unit=cast.alder)
        made.append(make_item(cast.sam, year, offering, by=cast.staff, answered=True, dollars=9))
        steps.request(made[-1], sent=_sent(cast.staff))
    steps.send_back(made[1], sent=_sent(cast.director, "Which date?"))
    for item in made[2:]:
        steps.approve(item, parts={fund.id: 9_00}, sent=_sent(cast.director))
    for item in made[3:]:
        steps.register(item, sent=_sent(cast.staff))
    steps.complete(made[4], actual={CostKind.FEE: 8_00}, sent=_sent(cast.finance))
    return made


def _add_ended_years(world: World) -> list[FiscalYear]:
    """One that can be closed, and one that is."""
    open_, closed = (make_year(world.cast.alder, years_ago=ago) for ago in (3, 5))
    closed.closed_at = clock.now()
    return [open_, closed]


def _name_substitute(world: World) -> None:
    """Whoever has the grant is away, and a unit has a sum of its own for the business office."""
    cast, days = world.cast, timedelta(days=1)
    grant = db.session.get_one(Grant, world.ids["grant_id"])
    grant.absence = Absence(
        substitute=cast.staff, begins_at=clock.now() - days, ends_at=clock.now() + days
    )
    db.session.add(
        UnitApproval(fiscal_year_id=world.ids["fiscal_year_id"], unit_id=world.ids["unit_id"])
    )


def _sent(by: User, comment: str = "") -> Sent:
    return Sent(by=by, key=uuid4().hex, comment=comment)


def _study(built: Scenario) -> None:
    """Answer what is asked of a plan, but for the last question."""
    asking.begin(built)
    db.session.flush()
    while taken := taking.next_of(built.id):
        plan = planner.studied(taken.problem, taken.result, late=taken.late)
        taking.write(taken, planner.answer(plan, taken.question, taken.earlier))
        last = taken.number
    db.session.execute(update(Study).where(Study.number == last).values(answer=None))
    db.session.commit()


def _unasked(built: Scenario) -> int:
    """An offering that is left out, whose price of entry nobody has asked for."""
    offering_id = read_report(built.report).left_out[0].offering_id
    entries = Study.kind == "entry", Study.subject.endswith(f"/{offering_id}")
    db.session.execute(delete(Study).where(*entries))
    db.session.commit()
    return offering_id


def _add_scenarios(world: World) -> tuple[Scenario, Scenario]:
    """One that is built and one that failed; the world has one that waits."""
    director, plan = world.cast.director, db.session.query(LearningPlan).one()
    asked = drafts.Asked(limits={world.ids["fund_id"]: 1_000_00})
    built = drafts.ask(world.cast.network, plan.fiscal_year, by=director, asked=asked, basis=None)
    offering = db.session.query(Offering).filter_by(title="Waves free").one()
    drafts.add_rules(built, by=director, kind="pin", offering_id=offering.id, person_ids=[None])
    db.session.commit()
    tasks.build.function(built.id)
    _study(built)
    failed = Scenario(
        unit=world.cast.network, fiscal_year=plan.fiscal_year, name="Failed", saved=True,
        status=Status.FAILED, asked_at=clock.now(),
        budgets=[ScenarioFund(fund_id=world.ids["fund_id"], limit_cents=0)],
    )  # fmt: skip
    db.session.add(failed)
    db.session.commit()
    return built, failed
