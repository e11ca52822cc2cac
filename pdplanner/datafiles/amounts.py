"""Money as files write it and as code counts it."""

from decimal import Decimal


def cents(dollars: int | Decimal) -> int:
    """Turn a price as read from a file into integer cents, exactly.

    Raises TypeError for a float or a bool, ValueError where part of a cent remains.
    """
    if isinstance(dollars, bool) or not isinstance(dollars, int | Decimal):
        raise TypeError(f"{dollars!r}, expected an int or a Decimal of dollars")
    amount = Decimal(dollars)
    if not amount.is_finite() or amount != round(amount, 2):
        raise ValueError(f"{dollars}, expected dollars with at most two decimals")
    return int(amount * 100)
