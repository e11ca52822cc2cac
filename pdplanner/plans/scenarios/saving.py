"""Keeping a plan under a name, and dropping one."""

from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.plans.models import Scenario, Status
from pdplanner.plans.scenarios.errors import (
    AdoptedError,
    ChangedMeanwhileError,
    NameTakenError,
    NotBuiltError,
)


def save(scenario: Scenario, *, name: str) -> Scenario:
    """Keep a built scenario under a name; the next change of settings makes a new draft."""
    if scenario.status != Status.BUILT:
        raise NotBuiltError("Only a plan that was built can be saved.")
    taken = select(Scenario.id).where(
        Scenario.unit_id == scenario.unit_id,
        Scenario.fiscal_year_id == scenario.fiscal_year_id,
        Scenario.saved,
        Scenario.name == name,
        Scenario.id != scenario.id,
    )
    if db.session.scalar(taken) is not None:
        raise NameTakenError(f"There is a plan “{name}” already.")
    scenario.name, scenario.saved = name, True
    db.session.flush()
    return scenario


def delete(scenario: Scenario, *, version: int | None = None, name: str | None = None) -> None:
    """Drop a plan, where it is still what the page showed: `version` and `name`, where sent."""
    if scenario.adopted_at is not None:
        raise AdoptedError("The adopted plan cannot be deleted; adopt another one first.")
    if name not in (None, scenario.name):
        raise ChangedMeanwhileError(f"“{name}” is named “{scenario.name}” by now.")
    if version not in (None, scenario.version):
        raise ChangedMeanwhileError(f"“{scenario.name}” has been built anew meanwhile.")
    db.session.delete(scenario)
    db.session.flush()
