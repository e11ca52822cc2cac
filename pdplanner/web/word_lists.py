"""Names in a row: this, that and the other."""

from collections.abc import Iterable, Sequence

MOST_NAMED = 5


def first_few(names: Iterable[str], most: int = MOST_NAMED, word: str = "and") -> str:
    """Name some, and say how many more there are: "a, b and 4 more"."""
    named = list(names)
    more = len(named) - most
    return in_a_row([*named[:most], f"{more:,} more"] if more > 0 else named, word)


def in_a_row(names: Iterable[str], word: str = "and") -> str:
    """Join as English does: "a", "a and b", "a, b and c"."""
    *before, last = [*names] or [""]
    return f"{', '.join(before)} {word} {last}" if before else last


def first_parts(parts: Sequence[str], most: int = MOST_NAMED) -> str:
    """List what has commas of its own, a long list by its first parts: "a, b; c; and 4 more"."""
    more = len(parts) - most
    return "; ".join([*parts[:most], f"and {more:,} more"] if more > 0 else parts)
