"""Bills and funds: what can be paid, and by whom first."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pdplanner.engine import Fund, Problem
from pdplanner.engine.choices.funding import MOST_SETS, Purse, hall_sets

BILLS = st.dictionaries(st.integers(1, 15), st.integers(0, 9), max_size=6)
AMOUNTS = st.lists(st.integers(0, 12), min_size=4, max_size=4)


def purse(*amounts):
    return Purse(Problem(funds=tuple(Fund(id=f"f{n}", amount=a) for n, a in enumerate(amounts))))


def payable(bills, amounts):
    """Hall's condition over every set of funds."""
    for union in range(1 << len(amounts)):
        asked = sum(cents for mask, cents in bills.items() if mask & ~union == 0)
        if asked > sum(amount for fund, amount in enumerate(amounts) if union >> fund & 1):
            return False
    return True


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(BILLS, AMOUNTS)
def test_bills_are_split_exactly_when_no_set_of_funds_is_asked_for_too_much(bills, amounts):
    paid = purse(*amounts).split(bills)

    assert (paid is not None) == payable(bills, amounts)
    if paid is not None:
        spent = [sum(one.get(fund, 0) for one in paid.values()) for fund in range(4)]
        assert {mask: sum(one.values()) for mask, one in paid.items()} == {
            mask: cents for mask, cents in bills.items() if cents
        }
        assert all(mask >> fund & 1 for mask, one in paid.items() for fund, c in one.items() if c)
        assert all(used <= amount for used, amount in zip(spent, amounts, strict=True))


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(BILLS, AMOUNTS)
def test_rows_for_overlapping_unions_are_enough(bills, amounts):
    rows = hall_sets(mask for mask, cents in bills.items() if cents)

    kept = all(
        sum(cents for mask, cents in bills.items() if mask & ~union == 0)
        <= sum(amount for fund, amount in enumerate(amounts) if union >> fund & 1)
        for union in rows
    )

    assert kept == payable(bills, amounts)


def test_the_first_fund_pays_as_much_as_it_can():
    paid = purse(10, 10).split({0b01: 4, 0b11: 10})

    assert paid == {0b01: {0: 4}, 0b11: {0: 6, 1: 4}}


def test_separate_funds_need_one_row_each():
    assert hall_sets([0b001, 0b010, 0b100]) == [0b001, 0b010, 0b100]


def test_too_many_unions_are_left_to_the_other_formulation():
    pairs = [1 << n | 1 << (n + 1) for n in range(20)]

    assert len(pairs) < MOST_SETS
    assert hall_sets([*pairs, *(1 << n for n in range(21))]) is None
