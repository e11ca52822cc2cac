"""What a plan leaves too little of for one place more is said in one sentence."""

import pytest

from pdplanner.plans.plan_page.lack_words import in_words
from pdplanner.plans.planner.report_figures import Lack

HOURS, TERM = Lack("hours", 2, 34), Lack("term hours", 20, 16)
CAP, FUNDS, COVER = Lack("cap", 1_095_00, 85_00), Lack("funds", 0, 1_160_00), Lack("cover", 0, 0)
SHORT = "the funds that may pay for it are $1,160 short"


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ((), ""),
        ((HOURS,), "the plan leaves Ann 2 h (34 h too few)"),
        ((HOURS, FUNDS), f"the plan leaves Ann 2 h (34 h too few), and {SHORT}"),
        (
            (HOURS, TERM, CAP, FUNDS),
            (
                "the plan leaves Ann 2 h (34 h too few), 20 h of its term (16 h too few) and "
                f"$1,095 of the allowance ($85 too little), and {SHORT}"
            ),
        ),
        ((COVER, FUNDS), f"as many as may be are away on its days, and {SHORT}"),
        ((Lack("mentor", 1, 1),), "the plan leaves its mentor 1 h (1 h too few)"),
    ],
)
def test_everything_that_lacks_is_named(lacks, said):
    assert in_words(lacks, "Ann", with_required=False) == said


def test_what_it_requires_is_said():
    said = in_words([FUNDS], "Ann", with_required=True)

    assert said == f"with what it requires, {SHORT}"
    assert in_words([], "Ann", with_required=True) == ""
