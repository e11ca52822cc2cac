"""The heat map after a plan costs in proportion to the people, not to their square."""

import pytest

from pdplanner.extensions import db
from pdplanner.plans.standing.queries import standing
from tests.access.furnished import make_furnished_world
from tests.sizes.growth import grow

EACH = 1_000


@pytest.fixture
def database(sqlite_template, tmp_path):
    """SQLite counts its steps, so that the test needs no clock."""
    return sqlite_template.fresh(tmp_path)


@pytest.mark.parametrize("by_unit", [False, True])
def test_four_times_the_people_cost_about_four_times_the_steps(app, by_unit):
    furnished = make_furnished_world()
    grow(furnished, 100)
    few = steps(furnished, by_unit=by_unit)
    grow(furnished, 300)

    assert steps(furnished, by_unit=by_unit) < 6 * few


def steps(furnished, *, by_unit):
    """The steps of SQLite's machine, in thousands."""
    unit, counted = furnished.world.cast.network, []
    connection = db.session.connection().connection.dbapi_connection
    connection.set_progress_handler(lambda: counted.append(1), EACH)
    standing(unit, scenario_id=furnished.built_id, by_unit=by_unit)
    connection.set_progress_handler(None, 0)
    return len(counted)
