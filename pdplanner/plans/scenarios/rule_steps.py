"""One press on a plan's page: pin, exclude, or take that back."""

from collections.abc import Sequence
from dataclasses import dataclass

from pdplanner.accounts.models import User
from pdplanner.organization.models import Unit
from pdplanner.plans.models import Scenario
from pdplanner.plans.scenarios import drafts
from pdplanner.plans.scenarios.queries import known_in
from pdplanner.web.word_lists import first_few

WORDS = {"pin": "Pin", "exclude": "Exclude", "clear": "Take back the rules of"}
DONE = {"pin": "pinned", "exclude": "excluded", "clear": "changed"}


@dataclass(frozen=True, kw_only=True)
class RuleStep:
    """What was pressed; `people` are those whom it is for, None among them is everybody."""

    kind: str
    offering_id: int
    person_id: int | None
    people: Sequence[int | None]
    title: str
    label: str

    @property
    def not_done(self) -> str:
        return f"{self.title} was not {DONE[self.kind]}"

    def is_done_in(self, scenario: Scenario) -> bool:
        """Whether the scenario's rules are already as the step would leave them."""
        mine = [rule for rule in scenario.rules if rule.offering_id == self.offering_id]
        if self.kind == "clear":
            return not any(None in self.people or rule.person_id in self.people for rule in mine)
        return {(self.kind, each) for each in self.people} == {
            (rule.kind, rule.person_id)
            for rule in mine
            if None in self.people or rule.person_id in self.people
        }

    def take(self, basis: Scenario, *, by: User) -> Scenario:
        """Take the step on the director's workbench and ask for a build.

        Raises UnknownError where the unit has no such offering or person.
        """
        if self.kind == "clear":
            people = None if self.person_id is None else [self.person_id]
            return drafts.take_back_rules(
                basis, by=by, offering_id=self.offering_id, person_ids=people
            )
        return drafts.add_rules(
            basis,
            by=by,
            kind=self.kind,
            offering_id=self.offering_id,
            person_ids=self.people,
        )


def step_of(
    unit: Unit, basis: Scenario | None, kind: str, offering_id: int, *, person_id: int | None
) -> RuleStep:
    """A pin without a person is for those who have a place now."""
    people: list[int | None] = [person_id]
    if basis is not None and kind == "pin" and person_id is None:
        lines = (line for line in basis.lines if line.offering_id == offering_id)
        people = [line.person_id for line in lines] or [None]
    titles, names = known_in(unit, [(kind, offering_id, each) for each in people])
    title = titles.get(offering_id, "The offering")
    whom = first_few(sorted(names.values())) or "everybody"
    label = f"{WORDS[kind]} {title}" + ("" if kind == "clear" else f" for {whom}")
    return RuleStep(
        kind=kind, offering_id=offering_id, person_id=person_id, people=people, title=title,
        label=label,
    )  # fmt: skip
