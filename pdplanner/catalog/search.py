"""What a person looks for in the catalog, as plain values that fit into an address."""

from dataclasses import dataclass

HOURS = (2, 8, 16, 40)
PRICES = ("free", "upto", "unknown")
SORTS = ("title", "price", "hours")


@dataclass(frozen=True, kw_only=True)
class Search:
    """Every field narrows the catalog; an empty one does not.

    `areas`, `indicator` are codes, `provider` a name. `price` is one of PRICES, with `upto_cents`
    for `upto`. `hours` is one of HOURS as text, or `unknown`.
    """

    text: str = ""
    areas: tuple[str, ...] = ()
    indicator: str = ""
    formats: tuple[str, ...] = ()
    price: str = ""
    upto_cents: int | None = None
    hours: str = ""
    provider: str = ""
    needs_quote: bool = False
    retired: bool = False
    sort: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.text.split())

    @property
    def narrowed(self) -> bool:
        return bool(self.address_values.keys() - {"sort"})

    @property
    def address_values(self) -> dict[str, object]:
        """The query string of this search, without what is empty."""
        values = {
            "q": self.text,
            "area": list(self.areas),
            "indicator": self.indicator,
            "format": list(self.formats),
            "price": self.price,
            "upto": _dollars(self.upto_cents) if self.price == "upto" else "",
            "hours": self.hours,
            "provider": self.provider,
            "needs_quote": "1" if self.needs_quote else "",
            "retired": "1" if self.retired else "",
            "sort": self.sort,
        }
        return {name: value for name, value in values.items() if value}


def _dollars(cents: int | None) -> str:
    if cents is None:
        return ""
    return f"{cents // 100}" + (f".{cents % 100:02d}" if cents % 100 else "")
