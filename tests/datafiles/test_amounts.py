"""Dollars of a file become cents of the code."""

from decimal import Decimal

import pytest

from pdplanner import datafiles


@pytest.mark.parametrize(
    ("dollars", "expected"),
    [
        (0, 0),
        (599, 59900),
        (Decimal("19.99"), 1999),
        (Decimal("0.07"), 7),
        (Decimal("1.10"), 110),
        (Decimal("4503599627370497.01"), 450359962737049701),
    ],
)
def test_dollars_become_cents_exactly(dollars, expected):
    assert datafiles.cents(dollars) == expected
    assert type(datafiles.cents(dollars)) is int


@pytest.mark.parametrize("dollars", [Decimal("0.005"), Decimal("NaN"), Decimal("Infinity")])
def test_a_fraction_of_a_cent_is_refused(dollars):
    with pytest.raises(ValueError, match="at most two decimals"):
        datafiles.cents(dollars)


@pytest.mark.parametrize("dollars", [19.99, True, "19.99"])
def test_a_price_that_is_no_exact_number_is_refused(dollars):
    with pytest.raises(TypeError, match="expected an int or a Decimal"):
        datafiles.cents(dollars)
