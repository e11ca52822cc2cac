"""A built scenario as finished values for its page: by offering, by person, by fund."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from pdplanner.budgets.models import Fund
from pdplanner.catalog.queries.offerings import titles_of
from pdplanner.organization.queries.people import leaving_of, names_of
from pdplanner.plans.items.purchase_flags import Flag, flags_of_lines
from pdplanner.plans.models import Scenario, ScenarioLine, ScenarioRule
from pdplanner.plans.plan_page.attendance_order import Attended, in_order
from pdplanner.plans.plan_page.closed_gaps import Closed, closed_by_offering
from pdplanner.plans.plan_page.funds import FundRow, fund_rows
from pdplanner.plans.plan_page.open_gaps import OpenArea, open_areas
from pdplanner.plans.planner.report import Report, read_report
from pdplanner.plans.planner.report_figures import PriceStructure, TermHours
from pdplanner.plans.scenarios import queries as scenario_queries
from pdplanner.plans.scenarios.empty_plan import Nothing, nothing_to_plan

MODES = {"seat": "Seat", "member": "Member seat", "cohort": "Cohort"}


@dataclass(kw_only=True)
class OfferingRow:
    """An offering in the plan with all its places; `pinned` where all are must-haves."""

    offering_id: int
    title: str
    provider: str
    people: list[str] = field(default_factory=list)
    person_ids: list[int] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    funds: dict[Fund, int] = field(default_factory=dict)
    """Cents by the fund that pays them."""
    points: int = 0
    hours: float = 0
    cents: int = 0
    pinned: bool = False
    structure: PriceStructure | None = None
    flag: Flag | None = None
    closes: Sequence[Closed] = ()
    days: Sequence[date] = ()
    """First days of the runs that its places are in."""

    @property
    def cents_a_point(self) -> int | None:
        """Whole dollars a point as people see it, in cents; None where nothing is closed."""
        return round(self.cents / (self.points / 10) / 100) * 100 if self.points else None


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    person_id: int
    name: str
    leaving_on: date | None
    gap: int
    closed: int
    hours: float
    given: float
    terms: Sequence[TermHours]
    cents: int
    offerings: Sequence[Attended]
    lines: Mapping[int, ScenarioLine]
    """By offering id."""


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """`pairs` are the places, by person and offering id; `unplaced` those that no run fits,
    though a must-have or the floor wants them.

    `barred` are places that were left out since no run fitted them; `unpaid` are offerings with
    fewer places since no money lasts until a run with room.
    """

    report: Report
    paid: Sequence[OfferingRow]
    free: Sequence[OfferingRow]
    people: Sequence[PersonRow]
    funds: Sequence[FundRow]
    open: Sequence[OpenArea]
    pairs: Set[tuple[int, int]]
    paid_places: int
    """Those that any fund pays; several may share one."""
    unplaced: Sequence[str]
    barred: Sequence[str]
    unpaid: Sequence[str]

    @property
    def nothing(self) -> Nothing | None:
        """Why there was nothing to plan."""
        return nothing_to_plan(self.report)

    @property
    def places(self) -> int:
        return len(self.pairs)

    @property
    def free_points(self) -> int:
        return sum(row.points for row in self.free)

    @property
    def paid_points(self) -> int:
        return sum(row.points for row in self.paid)

    @property
    def hours(self) -> float:
        return sum(row.hours for row in (*self.paid, *self.free))

    @property
    def set_cents(self) -> int:
        return sum(row.set_cents for row in self.funds)

    @property
    def plan_cents(self) -> int:
        return sum(row.plan_cents for row in self.funds)


def plan_page(
    scenario: Scenario,
    funds: Sequence[Fund],
    *,
    free: Mapping[int, int],
    replaced: Mapping[int, int],
) -> PlanPage:
    report = read_report(scenario.report)
    lines = scenario_queries.lines_of(scenario.id)
    rules = scenario_queries.rules_of(scenario.id)
    rows = offering_rows(lines, rules)
    structures = {each.offering_id: each for each in report.structures}
    names = names_of(report.person_ids)
    closed, days = closed_by_offering(report, names), _days(report)
    flags = flags_of_lines(lines, scenario.fiscal_year)
    for row in rows:
        row.flag = flags.get(row.offering_id)
        row.structure = structures.get(row.offering_id)
        row.closes = closed.get(row.offering_id, ())
        row.days = days.get(row.offering_id, ())
    return PlanPage(
        report=report,
        paid=[row for row in rows if row.cents],
        free=[row for row in rows if not row.cents],
        people=_person_rows(report, lines, names),
        funds=fund_rows(scenario, funds, lines, free=free, replaced=replaced),
        open=open_areas(report),
        paid_places=sum(bool(line.payments) for line in lines),
        pairs={(line.person_id, line.offering_id) for line in lines},
        unplaced=[
            f"{line.offering.title} for {line.person.name}"
            for line in lines
            if (line.person_id, line.offering_id) in report.unplaced
        ],
        barred=_barred(report, names),
        unpaid=sorted(titles_of({*report.unpaid}).values()),
    )


def _barred(report: Report, names: Mapping[int, str]) -> list[str]:
    titles = titles_of({one for _person, one in report.barred})
    return [f"{titles[one]} for {names[person]}" for person, one in report.barred]


def _days(report: Report) -> dict[int, list[date]]:
    found: dict[int, set[date]] = defaultdict(set)
    for _person_id, offering_id, day in report.runs:
        if day is not None:
            found[offering_id].add(date.fromisoformat(day))
    return {one: sorted(days) for one, days in found.items()}


def offering_rows(
    lines: Sequence[ScenarioLine], rules: Sequence[ScenarioRule] = ()
) -> list[OfferingRow]:
    """The lines by offering, the most points first."""
    rows: dict[int, OfferingRow] = {}
    pins = {(rule.offering_id, rule.person_id) for rule in rules if rule.kind == "pin"}
    for line in lines:
        row = rows.get(line.offering_id) or OfferingRow(
            offering_id=line.offering_id,
            title=line.offering.title,
            provider=line.offering.provider.name,
            pinned=True,
        )
        rows[line.offering_id] = row
        row.people.append(line.person.name)
        row.person_ids.append(line.person_id)
        _add_once(row.modes, MODES[line.mode])
        for payment in line.payments:
            row.funds[payment.fund] = row.funds.get(payment.fund, 0) + payment.cents
        row.points += line.points
        row.hours += line.hours
        row.cents += line.price_cents
        for_all = (line.offering_id, None) in pins
        row.pinned &= for_all or (line.offering_id, line.person_id) in pins
    return sorted(rows.values(), key=lambda row: (-row.points, row.title, row.offering_id))


def _person_rows(
    report: Report, lines: Sequence[ScenarioLine], names: Mapping[int, str]
) -> list[PersonRow]:
    """By person, with the cents of their lines, which include shares of cohorts."""
    taken: dict[int, list[ScenarioLine]] = {}
    for line in lines:
        taken.setdefault(line.person_id, []).append(line)
    leaving = leaving_of(report.person_ids)
    requires, first_days = dict(report.required_first), report.first_days()
    rows = [
        PersonRow(
            person_id=each.person_id,
            name=names[each.person_id],
            leaving_on=leaving.get(each.person_id),
            gap=each.gap,
            closed=each.closed,
            hours=each.hours,
            given=each.given,
            terms=each.terms,
            cents=sum(line.price_cents for line in taken.get(each.person_id, ())),
            lines={line.offering_id: line for line in taken.get(each.person_id, ())},
            offerings=in_order(
                {line.offering_id: line.offering.title for line in taken.get(each.person_id, ())},
                requires=requires,
                runs=first_days.get(each.person_id, {}),
            ),
        )
        for each in report.people
        if each.person_id in names
    ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.person_id))


def _add_once(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)
