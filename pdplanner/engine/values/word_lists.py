"""Names in a row: this, that and the other."""

from collections.abc import Sequence

MOST_NAMED = 5


def first_few(names: Sequence[str]) -> str:
    """Name some, and say how many more there are."""
    more = len(names) - MOST_NAMED
    return in_a_row([*names[:MOST_NAMED], f"{more} more"] if more > 0 else names)


def in_a_row(names: Sequence[str]) -> str:
    """Join as English does: "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
