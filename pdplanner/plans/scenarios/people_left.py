"""Why people of a plan are no longer in it: they left, work elsewhere, or have no ratings now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.web.word_lists import first_few

LEFT, UNRATED = "left", "has no ratings now"


class Gone(NamedTuple):
    person_id: int
    name: str
    why: str
    moved: bool = False

    @property
    def row(self) -> str:
        """The same as the words of a row."""
        return self.why[0].upper() + self.why[1:]


def gone_people(person_ids: Collection[int], unit: Unit) -> Sequence[Gone]:
    """Say of people who are in no plan of the unit any more what became of them, by name."""
    rows = (
        select(Person.id, Person.name, Person.active, Person.leaving_on, Unit.name, Unit.path)
        .join(Person.unit)
        .where(Person.id.in_(person_ids))
        .order_by(Person.name, Person.id)
    )
    today, found = clock.today(), []
    for person_id, name, active, leaving_on, works_in, path in db.session.execute(rows):
        left = not active or (leaving_on is not None and leaving_on < today)
        moved = not left and not path.startswith(unit.path)
        why = LEFT if left else f"moved to {works_in}" if moved else UNRATED
        found.append(Gone(person_id, name, why, moved))
    return found


def in_words(gone: Iterable[Gone]) -> list[str]:
    """Say it of all of them, one sentence's part for each reason: "Ann and Ben left"."""
    names: dict[str, list[str]] = defaultdict(list)
    for each in gone:
        names[each.why].append(each.name)
    return [f"{first_few(who)} {_of(why, len(who))}" for why, who in names.items()]


def _of(why: str, number: int) -> str:
    return why if number == 1 else why.replace("has ", "have ", 1)
