"""Needs of earlier years beside a plan: which it has, and the marks of its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pdplanner.plans.models import ScenarioRule
from pdplanner.plans.plan_page.page import OfferingRow, PlanPage
from pdplanner.plans.unfunded.asks import Pair
from pdplanner.plans.unfunded.needs import Unfunded
from pdplanner.web.word_lists import in_a_row


@dataclass(frozen=True, kw_only=True)
class CarriedRow:
    """`pinned`: a must-have of the plan, for the person or for everybody."""

    need: Unfunded
    in_plan: bool
    pinned: bool


@dataclass(frozen=True)
class Carried:
    rows: Sequence[CarriedRow]

    @property
    def in_plan(self) -> int:
        return sum(row.in_plan for row in self.rows)

    @property
    def since(self) -> Mapping[Pair, str]:
        """The year of the first ask by person and offering."""
        return {row.need.pair: row.need.since for row in self.rows}

    def mark(self, line: OfferingRow) -> str:
        """Whose needs the places of an offering answer: "since 2024–25 for Ann and Ben"."""
        since = self.since
        people: dict[str, list[str]] = {}
        for person_id, name in zip(line.person_ids, line.people, strict=True):
            if year := since.get((person_id, line.offering_id)):
                people.setdefault(year, []).append(name)
        return ", ".join(f"since {year} for {in_a_row(names)}" for year, names in people.items())


def carried(
    needs: Sequence[Unfunded],
    plan: PlanPage | None,
    *,
    rules: Sequence[ScenarioRule],
) -> Carried:
    pins = {(rule.person_id, rule.offering_id) for rule in rules if rule.kind == "pin"}
    rows = []
    for need in needs:
        rows.append(
            CarriedRow(
                need=need,
                in_plan=plan is not None and need.pair in plan.pairs,
                pinned=bool(pins & {need.pair, (None, need.offering_id)}),
            )
        )
    return Carried(rows)
