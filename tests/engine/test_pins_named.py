"""What is pinned for one person and does not fit is named, with what it takes."""

from pdplanner.engine import Requirement, solve
from tests.engine.instances import course, learner, problem


def reason(*offerings, **person):
    [found] = solve(problem(*offerings, learner(**person))).reasons
    return found


def lessons(**session):
    return (
        course("basics", hours=3, price=10, **session),
        course("advanced", hours=2, price=20, requires=(Requirement(offering="basics"),)),
        course("other", hours=1, price=30, **session),
    )


def test_pins_that_meet_in_a_session_are_named_with_what_they_require():
    found = reason(*lessons(sessions=("tue",)), hours=20, pinned=("advanced", "other"))

    assert found.text == (
        "The pins of advanced (requires basics) and other for ana"
        " need other and basics, which meet in session tue."
    )


def test_pins_that_take_too_many_hours_are_named_with_theirs():
    found = reason(*lessons(), hours=5, pinned=("advanced", "other"))

    assert found.text == (
        "The pins of advanced (2 hours; requires basics, 3 hours) and other (1 hours) for ana"
        " take 6 hours of 5."
    )


def test_one_pin_that_needs_too_much_with_what_it_requires_is_named_alone():
    found = reason(*lessons(), hours=4, pinned=("advanced",))

    assert found.text == (
        "The pin of advanced (2 hours; requires basics, 3 hours) for ana takes 5 hours of 4."
    )


def test_pins_above_the_cap_are_named_with_their_prices():
    found = reason(*lessons(), hours=20, cap=35, pinned=("basics", "other"))

    assert found.text == (
        "The pins of basics (10 cents) and other (30 cents) for ana cost 40 cents, the cap is 35."
    )
