"""Money of a fiscal year: the funds, and what the plan takes by person, offering and fund.

Every figure comes from `lines`, so that the three views and the files add up to the same cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    Subquery,
    case,
    cast,
    func,
    null,
    or_,
    select,
    text,
)

from pdplanner.budgets.models import Fund
from pdplanner.catalog.models import Offering, Provider
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import (
    OPEN_STATES,
    LearningPlan,
    PlanItem,
    Scenario,
    ScenarioLine,
)
from pdplanner.reports.figures.line_filter import FREE, NO_FUND
from pdplanner.reports.figures.lines import ITEMS, in_adopted_plans, lines
from pdplanner.reports.figures.scope import Scope
from pdplanner.web.paging import Paging

PER_PAGE = 25
SUMS = ("places", "hours", "planned_cents", "committed_cents")
ALLOWANCE = ("allowance_cents", "used_cents", "shared_cents")
WHOSE = ("unit", "of_district")
MENTORED, ENTERED = "Mentoring by colleagues", "What no catalog has"


class Total(NamedTuple):
    """What a person, an offering or a fund takes; planned and committed make the total."""

    name: str
    detail: str
    lines: int
    hours: float
    planned_cents: int
    committed_cents: int
    # A person's allowance, where they have one, what all their items of the year take of it, and
    # what of them is a share of a group price or membership, which takes nothing of it. None of it
    # is said of what a team plan holds.
    allowance_cents: int | None = None
    used_cents: int | None = None
    shared_cents: int = 0
    # What its lines are opened by: an id, or what stands in its place; None where they are not.
    key: int | str | None = None
    # Whose a fund is.
    unit: str = ""
    of_district: bool = True

    @property
    def named(self) -> str:
        """Its name, of a fund as `Fund.named` has it."""
        return self.name if self.of_district else f"{self.name} ({self.unit})"

    @property
    def total_cents(self) -> int:
        return self.planned_cents + self.committed_cents

    @property
    def allowance_left_cents(self) -> int:
        return (self.allowance_cents or 0) - (self.used_cents or 0)

    @property
    def uncounted_cents(self) -> int:
        """Materials and substitutes: what else of a person's items takes nothing of it."""
        if self.used_cents is None:
            return 0
        return self.total_cents - self.used_cents - self.shared_cents


def adopted_count(scope: Scope) -> int:
    """How many adopted team plans reach people in scope in the year."""
    number = select(func.count(func.distinct(Scenario.id))).select_from(ScenarioLine)
    return db.session.scalar(in_adopted_plans(number, scope)) or 0


def by_person(scope: Scope, *, of: str, page: Paging | None) -> list[Total]:
    """Return a page of totals by name; without a page all of them."""
    each = lines(scope, of)
    rows = _totals(each, Person.id, Person.name, Unit.name).join(
        Person, Person.id == each.c.person_id
    )
    rows = rows.join(Unit, Unit.id == Person.unit_id)
    rows = rows.group_by(Person.id, Person.name, Unit.name, Person.allowance_cents)
    if of == ITEMS:
        rows = rows.add_columns(Person.allowance_cents, *_of_allowance(scope))
    return _read(rows.order_by(func.lower(Person.name), Person.id), page)


def by_offering(scope: Scope, *, of: str, page: Paging | None) -> list[Total]:
    each = lines(scope, of)
    rows = _totals(each, Offering.id, Offering.title, Provider.name)
    rows = rows.join(Offering, Offering.id == each.c.offering_id).join(Offering.provider)
    rows = rows.group_by(Offering.id, Offering.title, Provider.name)
    return _read(rows.order_by(func.lower(Offering.title), Offering.id), page)


def by_public_title(scope: Scope) -> list[Total]:
    """Return the totals by offering for people who know nobody: no title that names somebody.

    A mentor stands in the title of what they give, and what people ask for themselves may say
    anything.
    """
    each = lines(scope, ITEMS)
    mentored, entered = Offering.mentor_id.is_not(None), Offering.proposed_by_id.is_not(None)
    title = case((mentored, MENTORED), (entered, ENTERED), else_=Offering.title)
    provider = case((or_(mentored, entered), ""), else_=Provider.name)
    rows = _totals(each, null(), title.label("shown"), provider.label("beside"))
    rows = rows.join(Offering, Offering.id == each.c.offering_id).join(Offering.provider)
    rows = rows.group_by(text("shown"), text("beside"))
    return _read(rows.order_by(text("shown")), None)


def by_fund(scope: Scope, *, of: str) -> list[Total]:
    """Return the totals by fund; what no fund pays stands last: not named yet, then free."""
    each = lines(scope, of)
    unpaid = case((each.c.unfunded == 1, "No fund named yet"), else_="Free of charge")
    key = func.coalesce(cast(Fund.id, String), case((each.c.unfunded == 1, NO_FUND), else_=FREE))
    name, code = func.coalesce(Fund.name, unpaid), func.coalesce(Fund.account_code, "")
    rows = _totals(each, key, name, code)
    rows = rows.outerjoin(Fund, Fund.id == each.c.fund_id).outerjoin(Fund.unit)
    of_district = func.coalesce(Fund.unit_id, scope.district.id) == scope.district.id
    rows = rows.add_columns(func.coalesce(Unit.name, ""), of_district)
    whose = Fund.unit_id, Unit.name
    rows = rows.group_by(Fund.id, Fund.name, Fund.account_code, *whose, each.c.unfunded)
    order = (Fund.id.is_(None), func.lower(Fund.name), Fund.id, each.c.unfunded.desc())
    return _read(rows.order_by(*order), None, more=WHOSE)


@dataclass(frozen=True)
class Counts:
    people: int
    offerings: int


def counts(scope: Scope, *, of: str) -> Counts:
    """How many people and offerings the totals are of."""
    each = lines(scope, of)
    number = select(
        func.count(func.distinct(each.c.person_id)), func.count(func.distinct(each.c.offering_id))
    )
    return Counts(*db.session.execute(number).one())


def _totals(each: Subquery, key: Any, name: Any, detail: Any) -> Select[Any]:
    return select(key, name, detail, *(func.sum(each.c[one]) for one in SUMS)).select_from(each)


def _read(
    rows: Select[Any], page: Paging | None, *, more: Sequence[str] = ALLOWANCE
) -> list[Total]:
    """`more` are the fields of `Total` that the rows end with."""
    if page is not None:
        rows = rows.limit(page.size).offset(page.offset)
    return [
        Total(
            name, detail, count, float(hours), int(planned), int(committed),
            **dict(zip(more, others, strict=False)), key=key,
        )
        for key, name, detail, count, hours, planned, committed, *others in db.session.execute(rows)
    ]  # fmt: skip


def _of_allowance(scope: Scope) -> list[ColumnElement[int]]:
    """What a person's open items of the year take of their allowance, and their shares."""
    share = case(
        (PlanItem.shared_cents > PlanItem.price_cents, PlanItem.price_cents),
        else_=PlanItem.shared_cents,
    )
    return [_of_items(scope, cents) for cents in (PlanItem.allowance_cents, share)]


def _of_items(scope: Scope, cents: Any) -> ColumnElement[int]:
    used = select(func.coalesce(func.sum(cents), 0)).join(PlanItem.plan)
    used = used.where(
        LearningPlan.person_id == Person.id,
        LearningPlan.fiscal_year_id == scope.year.id,
        PlanItem.state.in_(OPEN_STATES),
    )
    return cast(used.correlate(Person).scalar_subquery(), BigInteger)
