"""What many tests of plans begin with: what somebody chose and a fund, or a team to plan."""

from collections.abc import Callable

import pytest

from pdplanner.accounts.models import User
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.extensions import db
from pdplanner.plans.models import PlanItem
from tests.support.cast import Cast
from tests.support.client import Client
from tests.support.person_year import make_item, make_ledger_fund, make_offering
from tests.support.planned_team import PlannedTeam, make_team_with_a_choice


@pytest.fixture
def local(cast: Cast, year: FiscalYear) -> Fund:
    """$500 of the cast's department."""
    return make_ledger_fund(cast.alder, year, "Local", cents=500_00)


@pytest.fixture
def item(cast: Cast, year: FiscalYear) -> PlanItem:
    """What Sam chose for $200."""
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=200)
    made = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    db.session.commit()
    return made


@pytest.fixture
def team(cast: Cast) -> PlannedTeam:
    """A team with two courses of one price, one of which closes more."""
    return make_team_with_a_choice(cast)


@pytest.fixture
def director(as_user: Callable[[User], Client], team: PlannedTeam) -> Client:
    """The browser of the team's director."""
    return as_user(team.cast.director)
