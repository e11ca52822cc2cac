import pytest

from pdplanner.assessments.gaps import gap_points, value_table
from pdplanner.organization.targets import Aim


def test_full_weight_counts_up_to_the_target_and_half_up_to_good_enough():
    aim = Aim(level=2, good_enough=3, weight=6)

    assert value_table(aim) == (0, 60, 120, 150, 150)


def test_without_good_enough_nothing_counts_beyond_the_target():
    assert value_table(Aim(level=3, good_enough=None, weight=1)) == (0, 10, 20, 30, 30)


@pytest.mark.parametrize(("level", "points"), [(0, 150), (1, 90), (2, 30), (3, 0), (4, 0)])
def test_gap_is_what_is_missing_up_to_good_enough(level, points):
    assert gap_points(Aim(level=2, good_enough=3, weight=6), level) == points


def test_not_applicable_removes_the_target():
    assert gap_points(Aim(level=4, good_enough=None, weight=10), None) == 0


def test_weight_zero_leaves_no_gap():
    assert gap_points(Aim(level=4, good_enough=None, weight=0), 0) == 0
