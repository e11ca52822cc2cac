"""Which rows of a long list a page shows."""

from dataclasses import dataclass

LONGEST_NUMBER = 6


@dataclass(frozen=True, kw_only=True)
class Paging:
    """A page by its number from 1, the rows that a page has, and the rows that there are."""

    number: int
    size: int
    count: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        return self.offset + 1

    @property
    def last(self) -> int:
        return min(self.count, self.number * self.size)

    @property
    def pages(self) -> int:
        return page_count(self.size, self.count)

    @property
    def following(self) -> int:
        """How many rows the next page would show."""
        return min(self.size, self.count - self.last)


def page_count(size: int, count: int) -> int:
    """The number of pages; an empty list has one."""
    return max(1, -(-count // size))


def page_number(asked: str | None, *, size: int, count: int) -> int:
    """Return the page that an address asks for; beyond either end, and nonsense, the nearest."""
    text = asked or ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 1
    return min(max(1, number), page_count(size, count))


def paging(asked: str | None, *, size: int, count: int) -> Paging:
    return Paging(number=page_number(asked, size=size, count=count), size=size, count=count)
