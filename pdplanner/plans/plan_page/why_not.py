"""Why an offering is not in a plan, person by person, as finished values for its page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pdplanner.catalog.queries.offerings import titles_of
from pdplanner.organization.queries.people import names_of
from pdplanner.plans import planner
from pdplanner.plans.models import Scenario
from pdplanner.plans.plan_page.sentences import WHY_NOT_FOR_ONE
from pdplanner.plans.plan_page.words import because, entry_words
from pdplanner.plans.planner.committed_items import declined_in
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.planner.report_figures import LeftOut
from pdplanner.plans.studies.answers import Answers, answers_of
from pdplanner.plans.studies.stalled import Standstill, of_studies


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """`price` is up to which a place is as good; it may be asked for, or is on its way."""

    person_id: int
    name: str
    because: str
    more: int
    price: str
    may_ask: bool
    waits: bool


@dataclass(frozen=True, kw_only=True)
class WhyNotPage:
    """`rows` are empty where the offering cannot be planned at all: no price or hours here."""

    offering_id: int
    title: str
    rows: Sequence[PersonRow]
    standstill: Standstill | None

    @property
    def waits(self) -> bool:
        return any(row.waits for row in self.rows)


def why_not_page(scenario: Scenario, offering_id: int) -> WhyNotPage | None:
    """Return the reasons, those nearest to the plan first; None for what is no offering."""
    titles = titles_of([offering_id])
    if offering_id not in titles or scenario.problem is None or scenario.result is None:
        return None
    late = read_report(scenario.report).late_runs
    plan = planner.studied(scenario.problem, scenario.result, late=late)
    declined = declined_in(scenario.unit, scenario.fiscal_year)
    reasons = [_named(each, scenario, declined) for each in planner.why_not(plan, offering_id)]
    titles |= titles_of({one for each in reasons for one in each.other_ids})
    names = names_of([each.person_id for each in reasons])
    answers = answers_of(scenario)
    found = _Prices(plan, answers)
    rows = [
        PersonRow(
            person_id=each.person_id,
            name=names.get(each.person_id, "Somebody who is gone"),
            because=because(WHY_NOT_FOR_ONE, each, titles, proven=scenario.is_proven),
            more=each.more,
            price=found.price(each),
            may_ask=found.may_ask(each),
            waits=found.waits(each),
        )
        for each in reasons
    ]
    rows.sort(key=lambda row: (-row.more, row.name.casefold()))
    return WhyNotPage(
        offering_id=offering_id,
        title=titles[offering_id],
        rows=rows,
        standstill=of_studies(scenario, answers),
    )


def _named(reason: LeftOut, scenario: Scenario, declined: Mapping[int, Collection[int]]) -> LeftOut:
    """The engine knows exclusions alone: what the director did not exclude is the person's no.

    Else they have no run that they could go to.
    """
    excluded = any(
        rule.kind == "exclude"
        and rule.offering_id == reason.offering_id
        and rule.person_id in (None, reason.person_id)
        for rule in scenario.rules
    )
    if reason.rule != "excluded" or excluded:
        return reason
    said_no = reason.offering_id in declined.get(reason.person_id, ())
    return replace(reason, rule="declined" if said_no else "blacked out")


class _Prices:
    """What is asked and answered of prices of entry."""

    def __init__(self, plan: planner.Studied, answers: Answers) -> None:
        self.plan, self.answers = plan, answers

    def price(self, reason: LeftOut) -> str:
        answer = self.answers.of("entry").get(_subject(reason))
        return "" if answer is None else entry_words(answer, reason.cents)

    def waits(self, reason: LeftOut) -> bool:
        return ("entry", _subject(reason)) in self.answers.waiting

    def may_ask(self, reason: LeftOut) -> bool:
        known = self.answers.by_kind.get("entry", {}).keys()
        asked = _subject(reason) in known or self.waits(reason)
        return not asked and planner.entry_question(self.plan, reason) is not None


def _subject(reason: LeftOut) -> str:
    return f"{reason.person_id}/{reason.offering_id}"
