"""Where a person stands: their gaps, this year's plan, and what is left to plan with."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pdplanner import clock
from pdplanner.assessments.gap_queries import gaps_of
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Tag
from pdplanner.organization.models import Person
from pdplanner.plans.learning_plans import fit as choosing
from pdplanner.plans.learning_plans.fit import Needs, Step
from pdplanner.plans.learning_plans.required import required_first
from pdplanner.plans.learning_plans.year import year_of
from pdplanner.plans.models import OPEN_STATES, SETTLED_STATES, LearningPlan, PlanItem, State


@dataclass(frozen=True)
class Line:
    """An item of the plan with the points that it adds to the items before it.

    `own` is what the person added themselves; `alone` are the steps that it would bring by itself.
    `starts_higher` says that it teaches what the person needs, but from a level that they lack.
    """

    item: PlanItem
    steps: tuple[Step, ...]
    own: bool
    alone: tuple[Step, ...]
    starts_higher: bool

    @property
    def points(self) -> int:
        return choosing.total(self.steps)

    @property
    def closed_by_rest(self) -> int:
        """What it would close by itself and other items close already."""
        return choosing.total(self.alone) - self.points

    @property
    def why(self) -> str:
        """Where it leads: "3 in III.E.2"."""
        return choosing.why(self.steps)

    @property
    def asks(self) -> bool:
        """Whether somebody proposed it and the person has not answered yet."""
        return self.item.state == State.PROPOSED and self.item.accepted_at is None

    @property
    def accepted(self) -> bool:
        """Whether the person said yes to what was proposed, and nobody has acted on it since."""
        return self.item.state == State.PROPOSED and not (self.own or self.asks)


@dataclass(frozen=True)
class Standing:
    """A person's year; without a fiscal year nothing can be planned yet.

    `earlier` are committed items of earlier years: they use nothing of this one, but what they
    should bring counts until a younger rating settles it.
    """

    person: Person
    year: FiscalYear | None
    needs: Needs
    lines: tuple[Line, ...]
    earlier: tuple[Line, ...]
    declined: tuple[PlanItem, ...]
    hours_given: float
    """What colleagues take of the person's hours as their mentor."""
    taken_out: tuple[PlanItem, ...]
    """Cancelled by somebody who said why."""

    @cached_property
    def expected(self) -> dict[int, int]:
        """The levels once all items are taken."""
        return self.expected_without(None)

    def expected_without(self, item: PlanItem | None) -> dict[int, int]:
        lines = (*self.earlier, *self.lines)
        return _expected(self.needs, (line.item for line in lines if line.item is not item))

    @cached_property
    def offerings(self) -> frozenset[int]:
        """The ids of what is in the plan, or was settled in earlier years."""
        return frozenset(line.item.offering_id for line in (*self.earlier, *self.lines))

    @property
    def district_id(self) -> int | None:
        """The district whose quotes and runs count."""
        return self.year.unit_id if self.year else None

    @property
    def total(self) -> int:
        """The whole gap in points, of which `closed` is closed by the plan."""
        return sum(need.gap.points for need in self.needs.values())

    @property
    def closed(self) -> int:
        return sum(line.points for line in (*self.earlier, *self.lines))

    @property
    def hours(self) -> float:
        return sum(line.item.hours for line in self.lines)

    @property
    def hours_left(self) -> float:
        return max(0, self.person.hours - self.hours - self.hours_given)

    @property
    def allowance_used(self) -> int:
        return sum(line.item.allowance_cents for line in self.lines)

    @property
    def allowance_left(self) -> int | None:
        """None where the person has no limit of their own."""
        limit = self.person.allowance_cents
        return None if limit is None else max(0, limit - self.allowance_used)

    @property
    def cost(self) -> int:
        return sum(line.item.price_cents for line in self.lines)

    @property
    def credits(self) -> float:
        """Hours that providers certify, of the items where they are known."""
        return sum(line.item.offering.credits or 0 for line in self.lines)

    def in_state(self, state: State) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.item.state == state)

    @property
    def questions(self) -> tuple[Line, ...]:
        """What was proposed to the person and waits for their answer."""
        return tuple(line for line in self.lines if line.asks)


def standing_of(person: Person) -> Standing:
    """Return the person's standing in the fiscal year that today lies in, in two queries."""
    year, plans, given = year_of(person)
    needs = choosing.needs_of(gaps_of(person))
    now = [item for plan in plans if _is_of(plan, year) for item in plan.items]
    before = [item for plan in plans if not _is_of(plan, year) for item in plan.items]
    items = [*_in(before, SETTLED_STATES), *_in(now, OPEN_STATES)]
    credited = _credited(needs, items, user_id=person.user_id)
    return Standing(
        person=person,
        year=year,
        needs=needs,
        lines=tuple(line for line in credited if line.item in now),
        earlier=tuple(line for line in credited if line.item in before),
        declined=tuple(item for item in now if item.state == State.DECLINED),
        hours_given=given,
        taken_out=tuple(i for i in now if i.state == State.CANCELLED and i.comment),
    )


def _is_of(plan: LearningPlan, year: FiscalYear | None) -> bool:
    return year is not None and plan.fiscal_year_id == year.id


def _in(items: list[PlanItem], states: tuple[State, ...]) -> list[PlanItem]:
    """The items in some states, those furthest along first, but none before what it requires."""
    order = [State(state) for state in reversed(OPEN_STATES) if state in states]
    return required_first(
        sorted(
            (item for item in items if item.state in states),
            key=lambda item: (order.index(State(item.state)), item.id),
        )
    )


def _credited(needs: Needs, items: Iterable[PlanItem], *, user_id: int | None) -> list[Line]:
    """Credit each point once, to the first item that brings it."""
    held = levels = choosing.held_levels(needs)
    lines = []
    for item in items:
        tags = _still_expected(needs, item)
        own = item.scenario_id is None and item.proposed_by_id == user_id
        lines.append(
            Line(
                item=item,
                steps=choosing.steps(needs, levels, tags),
                own=own,
                alone=choosing.steps(needs, held, tags),
                starts_higher=choosing.starts_higher(needs, tags),
            )
        )
        levels = choosing.lifted(needs, levels, tags)
    return lines


def _expected(needs: Needs, items: Iterable[PlanItem]) -> dict[int, int]:
    levels = choosing.held_levels(needs)
    for item in items:
        levels = choosing.lifted(needs, levels, _still_expected(needs, item))
    return levels


def _still_expected(needs: Needs, item: PlanItem) -> list[Tag]:
    """The tags that no younger rating has settled: it knows what was completed before it."""
    tags = item.offering.tags
    if item.state != State.COMPLETED:
        return tags
    done = clock.day_of(item.changed_at)
    wanted = (tag for tag in tags if tag.indicator_id in needs)
    return [tag for tag in wanted if needs[tag.indicator_id].gap.rated_on <= done]
