import pytest

from pdplanner.organization.targets import Aim


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        (Aim(3, None, 9), Aim(2, None, 5), Aim(3, None, 9)),
        (Aim(2, 4, 1), Aim(3, None, 9), Aim(3, 4, 9)),
        (Aim(2, 3, 1), Aim(3, None, 9), Aim(3, None, 9)),
        (Aim(1, 2, 4), Aim(1, 3, 2), Aim(1, 3, 4)),
    ],
)
def test_of_two_roles_the_highest_of_each_counts(one, other, joined):
    assert one | other == joined
    assert other | one == joined
