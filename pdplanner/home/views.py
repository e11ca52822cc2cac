from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.models import Role
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.home.admin import installation
from pdplanner.home.answering import step_over_all
from pdplanner.home.director import teams_at
from pdplanner.home.finance import Money, money_at
from pdplanner.home.finance_steps import money_step
from pdplanner.home.hr import leaving_within
from pdplanner.home.staff import my_year
from pdplanner.home.steps import NextStep, see_readiness
from pdplanner.web.htmx import render

bp = Blueprint("home", __name__)


@dataclass(frozen=True)
class Part:
    """What one role sees; `kind` names the macro that shows it."""

    kind: str
    content: Any
    step: NextStep | None = None
    """The next step of a part that has one, unless its content names several, or one before did."""


@bp.get("/")
@access.requires("signed_in")
def index() -> ResponseReturnValue:
    year = my_year(signed_in_user().id)
    parts = _parts()
    if year is not None:
        parts.insert(_place_of_year(parts), Part("year", year))
    return render("home/index.html", fragment="parts", parts=parts, year=year)


def _place_of_year(parts: Sequence[Part]) -> int:
    """A director's team comes before their own year, unless it begins with their own rating.

    So does what waits for an answer at several places, or in the place of others.
    """
    teams = [part for part in parts if part.kind in ("requests", "starting", "team")]
    waits = (n for n, part in enumerate(teams) if part.kind == "team" and not part.content.step)
    return next(waits, len(teams))


def _parts() -> list[Part]:
    """The parts of the user's roles, the most pressing first."""
    user_id = signed_in_user().id
    over_all = step_over_all()
    parts = [Part("requests", None, over_all)] if over_all else []
    if paths := _paths(Role.ADMIN):
        parts.append(_installation(paths))
    if paths := _paths(Role.DIRECTOR):
        for found in teams_at(paths, user_id=user_id):
            team = replace(found, told=over_all is not None)
            parts.append(Part("team", team, None if _told(team.step, parts) else team.step))
    if paths := _paths(Role.FINANCE):
        money = money_at(tuple(paths), user_id=user_id)
        parts.append(_money(replace(money, told=over_all is not None), parts))
    if paths := _paths(Role.HR):
        leaving = leaving_within(paths)
        parts.append(Part("leaving", leaving, leaving.step))
    if _paths(Role.READER):
        parts.append(Part("readiness", None, see_readiness()))
    order = ("requests", "starting", "team", "money", "leaving", "readiness", "installation")
    return sorted(parts, key=lambda part: order.index(part.kind))


def _installation(paths: Sequence[str]) -> Part:
    """What is missing names its own steps; where nothing is, there is one."""
    found = installation(paths)
    return Part("starting", found) if found.missing else Part("installation", found, found.step)


def _money(money: Money, before: Sequence[Part]) -> Part:
    """The money, with its next step unless the page names the same one already."""
    step = money_step(money)
    return Part("money", money, None if _told(step, before) else step)


def _told(step: NextStep | None, before: Sequence[Part]) -> bool:
    """Whether one of the parts before says the same."""
    missing = [each for part in before if part.kind == "starting" for each in part.content.missing]
    return step in missing or step in [part.step for part in before]


def _paths(role: Role) -> Sequence[str]:
    return [path for held, path in access.reaches() if held == role]
