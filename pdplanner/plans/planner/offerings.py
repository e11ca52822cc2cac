"""Offerings as the engine knows them: what each costs here, who pays, whom it teaches what."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace

from pdplanner import engine
from pdplanner.budgets.models import Fund
from pdplanner.budgets.rules import pays_for, pays_for_all
from pdplanner.catalog.models import Format, Offering
from pdplanner.catalog.queries import Terms
from pdplanner.plans.models import State
from pdplanner.plans.planner.attendance import lost_to_all, open_runs, sessions_of
from pdplanner.plans.planner.memberships import member_price
from pdplanner.plans.planner.requirements import requirements
from pdplanner.plans.planner.school_terms import term_of
from pdplanner.plans.planner.settings import Settings
from pdplanner.plans.planner.team_inputs import TeamInputs


def engine_offerings(inputs: TeamInputs, settings: Settings) -> tuple[engine.Offering, ...]:
    """The offerings that can be planned here, by id.

    Price and hours are known, and not every run to come is blacked out for everybody.
    """
    lost = lost_to_all(inputs)
    return _offerings(inputs, settings, [each for each in inputs.offerings if each.id not in lost])


def lost_offerings(inputs: TeamInputs, settings: Settings) -> tuple[engine.Offering, ...]:
    """What could be planned here if not every run to come were blacked out for everybody."""
    lost = lost_to_all(inputs)
    return _offerings(inputs, settings, [each for each in inputs.offerings if each.id in lost])


def priced_offerings(inputs: TeamInputs) -> set[int]:
    """Return the ids of what could be planned here if blackouts were no matter."""
    return {each.id for each in inputs.offerings if can_be_planned(each, inputs.terms[each.id])}


def _offerings(
    inputs: TeamInputs, settings: Settings, wanted: Iterable[Offering]
) -> tuple[engine.Offering, ...]:
    spendable = [fund for fund in inputs.funds if fund.id in settings.limits]
    taken = _places_taken(inputs)
    mentors = {person.id for person in inputs.rated} | inputs.mentors.keys()
    sessions = sessions_of(inputs)
    return tuple(
        replace(
            _offering(inputs, each, _payers(inputs, spendable, each), taken[each.id], mentors),
            sessions=sessions.get(each.id, ()),
        )
        for each in wanted
        if can_be_planned(each, inputs.terms[each.id])
    )


def can_be_planned(offering: Offering, terms: Terms) -> bool:
    """An exam needs hours of preparation; mentoring needs places, which its mentor agreed to."""
    if not terms.plannable:
        return False
    if offering.format == Format.CERTIFICATION_EXAM:
        return bool(terms.hours)
    return offering.mentor_id is None or terms.seats is not None


def _offering(
    inputs: TeamInputs, offering: Offering, payers: list[Fund], taken: int, mentors: Set[int]
) -> engine.Offering:
    """`mentors` are the people of the plan, and those outside whose hours it may ask for."""
    terms = inputs.terms[offering.id]
    funds = fund_ids(payers)
    on_the_way = fund_ids(fund for fund in payers if not fund.refuses_travel)
    travel = engine.Cost(amount=terms.travel_cents, funds=on_the_way)
    return engine.Offering(
        id=str(offering.id),
        hours=terms.hours or 0,
        price=terms.price_cents,
        seats=_seats_left(inputs, offering, taken),
        funds=funds,
        term=term_of(inputs, offering.id),
        cohort=_cohort(inputs, terms, payers),
        member=member_price(inputs, terms),
        costs=(travel,) if terms.travel_cents else (),
        requires=requirements(inputs, offering.id),
        teaches=tuple(
            engine.Tag(indicator=str(tag.indicator_id), level=tag.level, start=tag.from_level)
            for tag in sorted(offering.tags, key=lambda tag: tag.indicator_id)
        ),
        mentor=str(offering.mentor_id) if offering.mentor_id in mentors else None,
    )


def _seats_left(inputs: TeamInputs, offering: Offering, taken: int) -> int | None:
    """Places of a mentor, else those of the runs to come that somebody of the unit can go to."""
    seats = inputs.terms[offering.id].seats
    runs = open_runs(inputs, offering.id)
    if offering.places is None and runs:
        limits = [run.seats for run in runs if run.seats is not None]
        seats = sum(limits) if len(limits) == len(runs) else None
    return None if seats is None else max(0, seats - taken)


def fund_ids(funds: Iterable[Fund]) -> tuple[str, ...]:
    return tuple(str(fund.id) for fund in funds)


def _cohort(inputs: TeamInputs, terms: Terms, payers: list[Fund]) -> engine.Cohort | None:
    """A cohort is paid for the whole unit, so a fund for some of it does not pay for it."""
    if terms.cohort_price_cents is None or terms.cohort_seats is None:
        return None
    whole = [fund for fund in payers if pays_for_all(fund, inputs.unit)]
    return engine.Cohort(
        price=terms.cohort_price_cents, seats=terms.cohort_seats, funds=fund_ids(whole)
    )


def _payers(inputs: TeamInputs, funds: list[Fund], offering: Offering) -> list[Fund]:
    """The funds whose rules allow the offering, and that have a run before the money ends."""
    areas = {inputs.area_of[tag.indicator_id] for tag in offering.tags}
    runs = open_runs(inputs, offering.id)
    begins = min((run.starts_on for run in runs), default=inputs.today)
    lasting = (fund for fund in funds if fund.spend_by >= begins)
    return [fund for fund in lasting if pays_for(fund, offering, areas=areas)]


def _places_taken(inputs: TeamInputs) -> Mapping[int, int]:
    """Places that committed items hold: a mentor's of the year, else those of runs to come."""
    mentored = {each.id for each in inputs.offerings if each.mentor_id is not None}
    return Counter(
        each.offering_id
        for each in inputs.commitments
        if each.this_year and (each.offering_id in mentored or each.state is not State.COMPLETED)
    )
