"""A team small enough to plan by hand: what the stories of the team plan begin with.

Two skill areas, P (Planning) with P.1 and P.2, and S (Security) with S.1 and S.2. Everybody should
be at level 3 in all four, with weight 1, and is at level 1: 20 engine points, 2 on screen, each.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from pdplanner import clock
from pdplanner.assessments.models import CurrentLevel
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.catalog.models import Format, Offering, Provider, Tag
from pdplanner.extensions import db
from pdplanner.frameworks.models import Category, Framework, Indicator, SkillArea
from pdplanner.organization.models import JobRole, Person, Target, Unit
from pdplanner.plans.models import LearningPlan, PlanItem, State
from tests.support.cast import Cast, make_person

AIM = 3
STALE_AFTER = timedelta(days=548)


@dataclass
class PlannedTeam:
    cast: Cast
    indicators: dict[str, Indicator]
    areas: dict[str, SkillArea]
    role: JobRole
    year: FiscalYear
    local: Fund
    people: list[Person] = field(default_factory=list)
    """Ann and Ben in Network, Cleo in Support; all rated."""
    large: Offering = field(init=False)
    small: Offering = field(init=False)
    """What a team with a choice chooses between."""

    @property
    def unit(self) -> Unit:
        return self.cast.department


def make_planned_team(cast: Cast) -> PlannedTeam:
    """Add the team to the cast's technology department and commit."""
    framework, areas, indicators = _framework()
    role = JobRole(code="analyst", title="Analyst", reasoning="Everything.")
    role.targets = [
        Target(indicator=each, level=AIM, good_enough=None, weight=1)
        for each in indicators.values()
    ]
    today = clock.today()
    # Half a year to either side, so that no story depends on the day on which it is told.
    year = FiscalYear(
        unit=cast.alder, starts_on=today - timedelta(180), ends_on=today + timedelta(180)
    )
    db.session.add_all([framework, role, year])
    db.session.flush()
    local = make_fund(cast.alder, year, "Local PD", 5_000_00)
    team = PlannedTeam(cast, indicators, areas, role, year, local)
    for name, unit in (("Ann", cast.network), ("Ben", cast.network), ("Cleo", cast.support)):
        team.people.append(add_person(team, name, unit))
    db.session.commit()
    return team


def make_team_with_a_choice(cast: Cast) -> PlannedTeam:
    """Two courses for 100 dollars each: one closes 4 points of a person's 8, the other 2."""
    team = make_planned_team(cast)
    team.large = make_offering(team, "large", {"S.1": 3, "S.2": 3}, cents=100_00)
    team.small = make_offering(team, "small", {"P.1": 3}, cents=100_00)
    db.session.commit()
    return team


def add_person(
    team: PlannedTeam, name: str, unit: Unit, *, level: int | None = 1, hours: float = 40
) -> Person:
    """Add a person with the role; level None leaves them unrated."""
    person = make_person(name, unit, hours=hours)
    person.job_roles = [team.role]
    db.session.flush()
    if level is not None:
        for indicator in team.indicators.values():
            rate(person, indicator, level)
    return person


def rate(
    person: Person, indicator: Indicator, level: int | None, *, days_ago: int = 30
) -> CurrentLevel:
    """Settle a level as a self-assessment so many days ago would."""
    rated_on = clock.today() - timedelta(days=days_ago)
    row = CurrentLevel(
        person_id=person.id, indicator_id=indicator.id, since=rated_on, until=None, level=level,
        source="self", rated_on=rated_on, stale_on=rated_on + STALE_AFTER,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def make_offering(
    team: PlannedTeam,
    code: str,
    teaches: dict[str, int],
    *,
    cents: int | None = 0,
    hours: float | None = 4,
    format: str = Format.ONLINE_SELF_PACED,
    unit: Unit | None = None,
    from_level: int = 0,
    places: int | None = None,
    mentor: Person | None = None,
) -> Offering:
    """Add an offering titled by its code that brings to levels: {"P.1": 3}."""
    offering = Offering(
        unit=unit or team.cast.alder, provider=_provider(), code=code, title=code, format=format,
        price_cents=cents, hours=hours, places=places, mentor=mentor, active=True,
    )  # fmt: skip
    offering.tags = [
        Tag(indicator=team.indicators[indicator], level=level, from_level=from_level)
        for indicator, level in teaches.items()
    ]
    db.session.add(offering)
    db.session.flush()
    return offering


def make_fund(unit: Unit, year: FiscalYear, name: str, cents: int, **options: object) -> Fund:
    fund = Fund(
        unit=unit, fiscal_year=year, name=name, source="Local", account_code="10-2580",
        cap="block", spend_by=year.ends_on, allocated_cents=cents, **options,
    )  # fmt: skip
    db.session.add(fund)
    db.session.flush()
    return fund


def _framework() -> tuple[Framework, dict[str, SkillArea], dict[str, Indicator]]:
    framework = Framework(
        code="small", title="Small", version="1", kind="individual", source="these tests"
    )
    category = Category(code="A", title="All", position=1)
    framework.categories = [category]
    db.session.add(framework)
    db.session.flush()
    areas, indicators = {}, {}
    for place, (code, title) in enumerate((("P", "Planning"), ("S", "Security"))):
        area = SkillArea(
            framework_id=framework.id, category=category, code=code, title=title,
            short=title, summary="All of it.", position=place,
        )  # fmt: skip
        areas[code] = area
        for number in (1, 2):
            indicator = Indicator(
                framework_id=framework.id, area=area, code=f"{code}.{number}",
                title=f"{title} {number}", statement="One thing.", position=place * 2 + number,
            )  # fmt: skip
            indicators[indicator.code] = indicator
    db.session.add_all([*areas.values(), *indicators.values()])
    db.session.flush()
    return framework, areas, indicators


def _provider() -> Provider:
    found = db.session.scalar(select(Provider).where(Provider.name == "Small College"))
    return found or Provider(name="Small College")


def year_before(team, years):
    """The fiscal year of the district so many years before the present one."""
    start = team.year.starts_on
    first = [date(start.year - ago, start.month, min(start.day, 28)) for ago in (years, years - 1)]
    year = FiscalYear(
        unit=team.cast.alder, starts_on=first[0], ends_on=first[1] - timedelta(days=1)
    )
    db.session.add(year)
    db.session.flush()
    return year


def ask(team, year, *, person=None, offering=None, state=State.REQUESTED, own=True, **facts):
    """An item that a person chose themselves, or (own False) that was proposed to them."""
    person = person or team.people[0]
    wanted = db.select(LearningPlan).filter_by(person_id=person.id, fiscal_year_id=year.id)
    plan = db.session.scalar(wanted) or LearningPlan(person=person, fiscal_year=year)
    item = PlanItem(
        offering=offering or team.course, state=state, price_cents=100_00, hours=4,
        accepted_at=clock.now() if own else None, changed_at=clock.now(), **facts,
    )  # fmt: skip
    plan.items.append(item)
    db.session.add(plan)
    db.session.commit()
    return item
