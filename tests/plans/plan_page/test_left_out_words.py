"""Why an offering is in no plan, said of the team: a reason of one person names that person."""

import pytest

from pdplanner.plans.plan_page.words import explain_left_out
from pdplanner.plans.planner.report_figures import LeftOut

TITLES = {1: "Security+", 2: "Critical Infrastructure"}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("dominated", "Critical Infrastructure does as much for no more money or hours."),
        ("session", "it falls on the same days as Critical Infrastructure."),
    ],
)
def test_a_reason_of_one_person_is_not_said_of_everybody(rule, said):
    reason = LeftOut(
        offering_id=1, points=30, rule=rule, person_id=7, more=30, cents=0, hours=1, other_id=2
    )

    (explained,) = explain_left_out([reason], TITLES, {7: "Ann"}, proven=True)

    assert explained.because == f"For Ann, for whom it would come nearest, {said}"


def test_what_one_person_has_not_done_is_not_said_of_everybody():
    reason = LeftOut(
        offering_id=1, points=30, rule="required earlier", person_id=7, more=30, cents=0, hours=1,
        other_id=2,
    )  # fmt: skip

    (explained,) = explain_left_out([reason], TITLES, {7: "Ann"}, proven=True)

    assert explained.because == (
        "It begins before Critical Infrastructure ends, which it requires and Ann has not done."
    )
