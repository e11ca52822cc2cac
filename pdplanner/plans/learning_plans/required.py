"""What a person has to take before something else."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from pdplanner.assessments import queries as assessments
from pdplanner.catalog import queries as catalog
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import OPEN_STATES, SETTLED_STATES, LearningPlan, PlanItem


class Required:
    """What some offerings require of a person, beside the items that they have."""

    def __init__(self, person_id: int, offering_ids: Collection[int]) -> None:
        self._needs = catalog.requirements_of(offering_ids)
        self._levels: dict[int, int | None] = {}
        if any(need.unless_level for needs in self._needs.values() for need in needs):
            held = assessments.current_levels([person_id]).get(person_id, {})
            self._levels = {code: each.level for code, each in held.items()}

    def first(self, offering_id: int, *, has: Collection[int]) -> tuple[Offering, ...]:
        """Return what must be taken before an offering; `has` are ids of what they have."""
        needs = self._needs.get(offering_id, ())
        return catalog.unmet(needs, has=has, levels=self._levels)


def offerings_had(person: Person, fiscal_year_id: int) -> set[int]:
    """Return the ids of what is in the person's plan of a year, or was settled in any year."""
    of_year = LearningPlan.fiscal_year_id == fiscal_year_id
    had = (
        select(PlanItem.offering_id)
        .join(PlanItem.plan)
        .where(LearningPlan.person_id == person.id, PlanItem.state.in_(OPEN_STATES))
        .where(or_(of_year, PlanItem.state.in_(SETTLED_STATES)))
    )
    return set(db.session.scalars(had))


def required_first(items: Sequence[PlanItem]) -> list[PlanItem]:
    """Put an item behind those that it requires; else the order stays."""
    by_offering = {item.offering_id: item for item in items}
    ordered: list[PlanItem] = []
    seen: set[PlanItem] = set()

    def place(item: PlanItem) -> None:
        if item in seen:
            return
        seen.add(item)
        for need in item.offering.requires:
            if need.required_id in by_offering:
                place(by_offering[need.required_id])
        ordered.append(item)

    for item in items:
        place(item)
    return ordered
