"""Which lines a figure of the budget is made of: those of a person, an offering, a fund, a unit."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, select

from pdplanner.organization.models import Unit

NO_FUND, FREE = "none", "free"
"""In place of a fund's id: no fund is named for it yet, or it costs nothing."""
PLANNED, COMMITTED = "planned", "committed"


@dataclass(frozen=True)
class Part:
    """Nothing that is None or empty narrows it down."""

    person: int | None = None
    offering: int | None = None
    unit: int | None = None
    fund: str = ""
    state: str = ""

    @property
    def arguments(self) -> dict[str, int | str]:
        """It as an address says it."""
        return {name: value for name, value in vars(self).items() if value}

    def of(self, each: Subquery, unit: type[Unit]) -> list[ColumnElement[bool]]:
        """The conditions on `lines`, beside the unit that a line's person belongs to."""
        found: list[ColumnElement[bool]] = []
        if self.person is not None:
            found.append(each.c.person_id == self.person)
        if self.offering is not None:
            found.append(each.c.offering_id == self.offering)
        if self.unit is not None:
            path = select(Unit.path).where(Unit.id == self.unit).correlate(None).scalar_subquery()
            found.append(unit.path.startswith(path))
        if self.fund in (NO_FUND, FREE):
            found += [each.c.fund_id.is_(None), each.c.unfunded == int(self.fund == NO_FUND)]
        elif self.fund:
            found.append(each.c.fund_id == int(self.fund))
        if self.state:
            found.append(each.c.planned == int(self.state == PLANNED))
        return found


def part_of(asked: Mapping[str, str]) -> Part:
    """Read an address; what says nothing sensible narrows nothing down."""
    fund, state = asked.get("fund", ""), asked.get("state", "")
    return Part(
        person=_number(asked.get("person", "")),
        offering=_number(asked.get("offering", "")),
        unit=_number(asked.get("unit", "")),
        fund=fund if fund in (NO_FUND, FREE) or _number(fund) is not None else "",
        state=state if state in (PLANNED, COMMITTED) else "",
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
