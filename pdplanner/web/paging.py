"""Which rows of a long list a page shows."""

from dataclasses import dataclass

LONGEST_NUMBER = 6
LARGEST = 10**LONGEST_NUMBER


@dataclass(frozen=True, kw_only=True)
class Paging:
    """A page by its number from 1, the rows that a page has, and the rows that there are.

    Where counting was `cut` short there are more than `count`, and nobody knows how many; `ends`
    says that this page was seen to be the last.
    """

    number: int
    size: int
    count: int
    cut: bool = False
    ends: bool = False

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
    def goes_on(self) -> bool:
        """Whether there is a next page; after a cut count, as far as anybody knows."""
        return not self.ends if self.cut else self.number < self.pages


def page_count(size: int, count: int) -> int:
    """The number of pages; an empty list has one."""
    return max(1, -(-count // size))


def page_number(asked: str | None, *, size: int, count: int) -> int:
    """Return the page that an address asks for; beyond either end, and nonsense, the nearest."""
    text = asked or ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 1
    return min(max(1, number), page_count(size, count))


def paging(asked: str | None, *, size: int, count: int, cut: bool = False) -> Paging:
    reach = LARGEST if cut else count
    number = page_number(asked, size=size, count=reach)
    return Paging(number=number, size=size, count=count, cut=cut)
