"""What offerings require of each other, as the engine knows it."""

from pdplanner import engine
from pdplanner.plans.planner.attendance import open_runs
from pdplanner.plans.planner.team_inputs import TeamInputs

NONE_TO_BUY = engine.Cohort(price=0, seats=1, max=0)


def requirements(inputs: TeamInputs, offering_id: int) -> tuple[engine.Requirement, ...]:
    return tuple(
        engine.Requirement(
            offering=str(each.required_id),
            unless=_holding(each.unless_indicator_id, each.unless_level),
            earlier=not _can_follow(inputs, offering_id, each.required_id),
        )
        for each in inputs.requires.get(offering_id, ())
    )


def _can_follow(inputs: TeamInputs, offering_id: int, required_id: int) -> bool:
    """Whether some run begins after one of what it requires; what has no run fits anywhere."""
    runs, before = open_runs(inputs, offering_id), open_runs(inputs, required_id)
    if not runs or not before:
        return True
    return max(run.starts_on for run in runs) > min(run.ends_on for run in before)


def only_required(offerings: tuple[engine.Offering, ...]) -> tuple[engine.Offering, ...]:
    """What the offerings require and nobody can take here, by id.

    Retired, or without a price or hours: whoever has done it may go on, and nobody else. It is sold
    in cohorts alone, of which none may be bought; without seats, the study of more seats would
    give it away.
    """
    known = {each.id for each in offerings}
    required = {need.offering for each in offerings for need in each.requires}
    return tuple(
        engine.Offering(id=each, hours=0, price=None, cohort=NONE_TO_BUY)
        for each in sorted(required - known, key=int)
    )


def can_be_taken(offering: engine.Offering) -> bool:
    """Whether it is not there for those who have done it alone."""
    return offering.price is not None or offering.cohort != NONE_TO_BUY


def _holding(indicator_id: int | None, level: int | None) -> engine.Holding | None:
    if indicator_id is None or level is None:
        return None
    return engine.Holding(indicator=str(indicator_id), level=level)
