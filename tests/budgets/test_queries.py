from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.budgets import queries
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from tests.support.planned_team import make_fund
from tests.support.queries import count_queries


@pytest.fixture
def year(cast):
    today = clock.today()
    year = FiscalYear(
        unit=cast.alder, starts_on=today - timedelta(10), ends_on=today + timedelta(10)
    )
    before = FiscalYear(
        unit=cast.alder, starts_on=today - timedelta(30), ends_on=today - timedelta(11)
    )
    db.session.add_all([year, before])
    db.session.commit()
    return year


@pytest.mark.parametrize(("days", "found"), [(-10, True), (0, True), (10, True), (11, False)])
def test_fiscal_year_counts_from_its_first_to_its_last_day(cast, year, days, found):
    day = clock.today() + timedelta(days)

    assert (queries.fiscal_year_of(cast.alder, on=day) == year) is found


def test_district_without_a_fiscal_year_has_none(cast, year):
    assert queries.fiscal_year_of(cast.birch, on=clock.today()) is None


def test_unit_has_the_funds_above_it_in_its_district_and_those_below(cast, year):
    own_years = {
        "state": make_fund(cast.state, year, "State", 1),
        "district": make_fund(cast.alder, year, "District", 1),
        "department": make_fund(cast.department, year, "Department", 1),
        "network": make_fund(cast.network, year, "Network", 1),
        "support": make_fund(cast.support, year, "Support", 1),
    }
    own_years["district"].spend_by = year.ends_on - timedelta(1)
    db.session.commit()

    of_department = [fund.name for fund in queries.funds_of(cast.department, year)]
    of_network = [fund.name for fund in queries.funds_of(cast.network, year)]

    # The money that ends first comes first, then by name.
    assert of_department == ["District", "Department", "Network", "Support"]
    assert of_network == ["District", "Department", "Network"]


def test_funds_take_as_many_queries_for_many_as_for_one(cast, year):
    make_fund(cast.alder, year, "One", 1)
    db.session.commit()
    with count_queries() as few:
        queries.funds_of(cast.alder, year)
    for number in range(20):
        make_fund(cast.alder, year, f"Fund {number}", 1)
    db.session.commit()

    with count_queries() as many:
        queries.funds_of(cast.alder, year)

    assert len(many) == len(few)
