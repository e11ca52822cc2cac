"""What most tests of requests begin with: a fund, and what somebody chose."""

import pytest

from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.extensions import db
from pdplanner.plans.models import PlanItem
from tests.support.cast import Cast
from tests.support.person_year import make_item, make_ledger_fund, make_offering


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
