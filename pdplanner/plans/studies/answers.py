"""The answers to a plan's questions as they stand, and the names that they speak of."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeGuard

from sqlalchemy import select

from pdplanner.catalog.queries.offerings import titles_of
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization.models import Person
from pdplanner.plans import planner
from pdplanner.plans.models import Scenario, ScenarioLine, Study

Answer = Mapping[str, Any]
"""What `planner.answer` gave, read from JSON; its keys are those of the engine's studies."""

STOPPED = '"stopped"'
"""The answer of a question that was taken back before it was answered."""

NO_ANSWER = "null"
PRESENT = f'{{"form":{planner.FORM},'
"""How an answer begins that an earlier release has not written in another way."""

OPENED = ("draw", "doubts")
"""Asked for by a button, not with the others."""

MONEY = ("free", "enough", "cut", "more", "curve")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """By kind and subject: the answer, or None where the limits ended the search.

    `asked` and `answered` count the questions that every plan is asked, `draws_asked` and
    `draws_answered` the others; `waiting` are kind and subject of questions that wait, `stopped`
    the kinds with questions that were taken back. `changed_at` is when one was last asked or
    answered.
    """

    by_kind: Mapping[str, Mapping[str, Answer | None]] = field(default_factory=dict)
    asked: int = 0
    answered: int = 0
    draws_asked: int = 0
    draws_answered: int = 0
    waiting: frozenset[tuple[str, str]] = frozenset()
    stopped: frozenset[str] = frozenset()
    changed_at: datetime | None = None

    @property
    def waiting_for(self) -> frozenset[str]:
        """The kinds of the questions that wait."""
        return frozenset(kind for kind, _ in self.waiting)

    @property
    def money_waits(self) -> bool:
        return bool(self.waiting_for & {*MONEY})

    def all_in(self, kind: str) -> bool:
        """Whether every question of the kind has an answer that says something."""
        found = self.by_kind.get(kind, {})
        missing = kind in self.waiting_for or kind in self.stopped
        return bool(found) and not missing and None not in found.values()

    def of(self, kind: str) -> dict[str, Answer]:
        """The answers of a kind that say something."""
        found = self.by_kind.get(kind, {})
        return {subject: answer for subject, answer in found.items() if answer is not None}


def answers_of(scenario: Scenario) -> Answers:
    """Return what is asked and answered of the plan as it is built now."""
    rows = db.session.execute(
        select(Study.kind, Study.subject, Study.answer, Study.changed_at)
        .where(Study.scenario_id == scenario.id, Study.version == scenario.version)
        .order_by(Study.number)
    ).all()
    by_kind: dict[str, dict[str, Answer | None]] = {}
    for kind, subject, answer, _ in rows:
        if _is_answered(answer):
            by_kind.setdefault(kind, {})[subject] = json.loads(answer)
    opened = [_is_answered(answer) for kind, _, answer, _ in rows if kind in OPENED]
    every = [_is_answered(answer) for kind, _, answer, _ in rows if kind not in OPENED]
    return Answers(
        by_kind=by_kind,
        asked=len(every),
        answered=sum(every),
        draws_asked=len(opened),
        draws_answered=sum(opened),
        stopped=frozenset(
            kind for kind, _, answer, _ in rows if answer is not None and not _is_answered(answer)
        ),
        waiting=frozenset((kind, subject) for kind, subject, answer, _ in rows if answer is None),
        changed_at=max((changed_at for *_, changed_at in rows), default=None),
    )


def _is_answered(answer: str | None) -> TypeGuard[str]:
    return answer is not None and (answer == NO_ANSWER or answer.startswith(PRESENT))


@dataclass(frozen=True, kw_only=True)
class Names:
    """Titles of offerings, names of people, codes and titles of indicators, by id."""

    offerings: Mapping[int, str]
    people: Mapping[int, Person]
    indicators: Mapping[int, Indicator]

    def offering(self, offering_id: str | int) -> str:
        return self.offerings.get(int(offering_id), "An offering that is gone")

    def person(self, person_id: str | int) -> str:
        person = self.people.get(int(person_id))
        return person.name if person else "Somebody who is gone"

    def code(self, indicator_id: str | int) -> str:
        indicator = self.indicators.get(int(indicator_id))
        return indicator.code if indicator else "?"

    def indicator(self, indicator_id: str | int) -> str:
        indicator = self.indicators.get(int(indicator_id))
        return indicator.title if indicator else "An indicator that is gone"


def names_in(answers: Answers, lines: list[ScenarioLine], person_ids: tuple[int, ...]) -> Names:
    """Read the names of everything that the answers and lines speak of, in three queries."""
    pairs = {(line.person_id, line.offering_id) for line in lines} | {*_pairs(answers)}
    offering_ids = {offering for _, offering in pairs} | {*_ruled(answers)}
    people_ids = {person for person, _ in pairs} | {*person_ids}
    people = select(Person).where(Person.id.in_(people_ids))
    return Names(
        offerings=titles_of(offering_ids),
        people={each.id: each for each in db.session.scalars(people)},
        indicators={each.id: each for each in db.session.scalars(select(Indicator))},
    )


def _pairs(answers: Answers) -> Iterator[tuple[int, int]]:
    for kind in ("cut", "curve", "more", "rule"):
        for answer in answers.of(kind).values():
            yield from ((int(p), int(o)) for p, o in (*answer["gone"], *answer["came"]))
    for answer in answers.of("departure").values():
        yield from ((int(p), int(o)) for p, o in answer["choices"])
    for answer in answers.of("free").values():
        yield from ((int(p), int(o)) for p, o, _ in answer["lines"])
        yield from ((int(p), int(o)) for p, o in answer["pins"])


def _ruled(answers: Answers) -> Iterator[int]:
    """The offerings that are must-haves or left out."""
    for subject in answers.of("rule"):
        kind, _, of = subject.partition("/")
        if kind in ("pin", "exclusion"):
            yield int(of)
