"""What a person can choose from: offerings that close their gaps, each with its terms."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from pdplanner import clock
from pdplanner.catalog import dates
from pdplanner.catalog import queries as catalog
from pdplanner.catalog.models import Offering, Tag
from pdplanner.catalog.queries import Terms
from pdplanner.catalog.queries.offerings import has_its_mentor
from pdplanner.catalog.queries.offerings import offered_to as offered_to_unit
from pdplanner.extensions import db
from pdplanner.plans.items.outdated_terms import TermsNow, terms_now
from pdplanner.plans.learning_plans import fit as choosing
from pdplanner.plans.learning_plans.fit import Levels, Step
from pdplanner.plans.learning_plans.standing import Line, Standing


class Teaches(NamedTuple):
    indicator_id: int
    level: int
    from_level: int


@dataclass(frozen=True)
class Choice:
    """An offering with a known price and hours; `asked` where somebody proposed it.

    `now` is what of the proposal is no longer as it was.
    """

    offering: Offering
    terms: Terms
    steps: tuple[Step, ...]
    asked: Line | None = None
    now: TermsNow | None = None

    @property
    def points(self) -> int:
        return choosing.total(self.steps)

    @property
    def why(self) -> str:
        return choosing.why(self.steps)

    @property
    def cost(self) -> int:
        """Fee and travel of one place in cents, or what the proposed place costs."""
        if self.asked:
            return self.asked.item.price_cents
        return (self.terms.price_cents or 0) + self.terms.travel_cents

    @property
    def hours(self) -> float:
        return self.asked.item.hours if self.asked else self.terms.hours or 0

    @property
    def free(self) -> bool:
        return self.cost == 0

    @property
    def areas(self) -> frozenset[str]:
        return frozenset(step.gap.area.code for step in self.steps)

    @property
    def dated(self) -> str:
        """The date of the catalog's facts where they count and are old, else nothing."""
        if self.terms.price_quoted and self.terms.hours_quoted:
            return ""
        written = dates.last_day(self.offering.as_of)
        if written is None or not dates.is_old(written, on=clock.today()):
            return ""
        return dates.in_words(self.offering.as_of)

    @property
    def since_asked(self) -> str:
        """What the price or hours of a proposal were, where they are others today."""
        return self.now.said if self.now else ""

    @property
    def lacks(self) -> str:
        return lacks(self.terms)

    @property
    def order(self) -> tuple[int, int, float, str]:
        return (-self.points, self.cost, self.hours, self.offering.title.lower())


def lacks(terms: Terms) -> str:
    """What nobody knows yet: the price, the hours, or both."""
    if terms.price_cents is None:
        return "price and hours" if terms.hours is None else "price"
    return "hours"


@dataclass(frozen=True)
class Offered:
    """All choices, the best first, and what would help but has no price or no hours.

    `rivals` are, by the id of a proposed item, what could be taken in its place. `priced` are the
    ids of all offerings with a known price and hours, whether they close a gap or not.
    """

    choices: tuple[Choice, ...]
    unpriced: tuple[Choice, ...]
    rivals: Mapping[int, tuple[Choice, ...]]
    priced: frozenset[int]

    def can_add(self, offering: Offering) -> bool:
        return offering.active and offering.id in self.priced

    @property
    def limited(self) -> set[int]:
        """The ids of the offerings that have so many places and no more."""
        every = (self.choices, *self.rivals.values())
        return {c.offering.id for each in every for c in each if c.terms.seats is not None}

    def others(self, choice: Choice) -> tuple[Choice, ...]:
        """What stands against a choice: against a proposal, with its own points open again."""
        if choice.asked:
            return self.rivals[choice.asked.item.id]
        return tuple(each for each in self.choices if each is not choice and not each.asked)


def offered_to(standing: Standing) -> Offered:
    """Return what closes some of the person's open gaps, without what the plan holds already."""
    teaching = _teaching(standing)
    terms = catalog.terms_of(standing.district_id)
    offerings = _offerings(standing)

    def choices_at(levels: Levels) -> tuple[Choice, ...]:
        found = (
            Choice(each, terms[each.id], choosing.steps(standing.needs, levels, teaching[each.id]))
            for each in offerings
        )
        return _best_first(choice for choice in found if choice.steps)

    found = choices_at(standing.expected)
    rivals = {
        line.item.id: choices_at(standing.expected_without(line.item))
        for line in standing.questions
    }
    return Offered(
        choices=_best_first([*_priced(found), *_asked(standing, terms)]),
        unpriced=tuple(choice for choice in found if not choice.terms.plannable),
        rivals={item_id: _priced(choices) for item_id, choices in rivals.items()},
        priced=frozenset(each for each, known in terms.items() if known.plannable),
    )


def _best_first(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(choices, key=lambda choice: choice.order))


def _priced(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(choice for choice in choices if choice.terms.plannable)


def _asked(standing: Standing, terms: Mapping[int, Terms]) -> list[Choice]:
    """What others proposed stands among the choices, with the points that it alone adds."""
    asked = []
    now = terms_now([line.item for line in standing.questions])
    for line in standing.questions:
        levels = standing.expected_without(line.item)
        offering = line.item.offering
        steps = choosing.steps(standing.needs, levels, offering.tags)
        known = terms.get(offering.id, Terms())
        asked.append(Choice(offering, known, steps, line, now.get(line.item.id)))
    return asked


def _teaching(standing: Standing) -> Mapping[int, list[Teaches]]:
    """Return what offerings teach of what the person needs, by offering id."""
    tags = select(Tag.offering_id, Tag.indicator_id, Tag.level, Tag.from_level)
    found: dict[int, list[Teaches]] = defaultdict(list)
    for offering_id, *taught in db.session.execute(tags.where(_needed(standing))):
        found[offering_id].append(Teaches(*taught))
    return found


def _offerings(standing: Standing) -> list[Offering]:
    """Return what is offered to the person, helps, and is neither planned nor their own."""
    helping = select(Tag.offering_id).where(_needed(standing))
    offered = (
        select(Offering)
        .where(Offering.active, offered_to_unit(standing.person.unit.path), has_its_mentor())
        .where(Offering.id.in_(helping))
        .options(joinedload(Offering.provider))
    )
    planned = {line.item.offering_id for line in standing.lines}
    return [
        each
        for each in db.session.scalars(offered)
        if each.id not in planned and each.mentor_id != standing.person.id
    ]


def _needed(standing: Standing) -> ColumnElement[bool]:
    return Tag.indicator_id.in_(standing.needs)
