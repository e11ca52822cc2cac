from collections.abc import Collection, Iterable

from wtforms import BooleanField, SelectMultipleField, StringField

from pdplanner.catalog.forms.typed import REPLACEMENT, TypedForm
from pdplanner.catalog.models import Format
from pdplanner.catalog.search import HOURS, PRICES, SORTS, Search
from pdplanner.web.forms import MoneyField

LONGEST = 160
MOST_VALUES = 40


class FilterForm(TypedForm):
    """What the address asks for. Addresses are shared and old: what they name wrongly is left out,
    and only an amount that cannot be read is told to the person who typed it."""

    q = StringField("Words")
    area = SelectMultipleField("Skill area", validate_choice=False)
    indicator = StringField("Indicator")
    format = SelectMultipleField("Format", validate_choice=False)
    price = StringField("Price")
    upto = MoneyField("Up to, in dollars")
    hours = StringField("Hours")
    provider = StringField("Provider")
    needs_quote = BooleanField("Needs a quote")
    retired = BooleanField("Offered no more")
    sort = StringField("Order")

    @property
    def search(self) -> Search:
        self.validate()
        price, upto = self._price()
        return Search(
            text=_clean(self.q.data),
            areas=_clean_each(self.area.data),
            indicator=_clean(self.indicator.data),
            formats=tuple(f for f in Format if f in (self.format.data or ())),
            price=price,
            upto_cents=upto,
            hours=_one_of(("unknown", *map(str, HOURS)), self.hours.data),
            provider=_clean(self.provider.data),
            needs_quote=self.needs_quote.data,
            retired=self.retired.data,
            sort=_one_of(SORTS, self.sort.data),
        )

    def _price(self) -> tuple[str, int | None]:
        """An amount alone means `upto`, and `upto` without an amount means any price."""
        asked = _one_of(PRICES, self.price.data)
        upto = None if self.upto.errors else self.upto.data
        if asked in ("", "upto"):
            return ("upto" if upto is not None else ""), upto
        return asked, upto


def _one_of(values: Collection[str], asked: str | None) -> str:
    return asked if asked and asked in values else ""


def _clean_each(values: Iterable[str] | None) -> tuple[str, ...]:
    cleaned = [_clean(value) for value in list(values or ())[:MOST_VALUES]]
    return tuple(dict.fromkeys(value for value in cleaned if value))


def _clean(text: str | None) -> str:
    """What can be looked for: no characters that the database cannot store, and no novels."""
    return (text or "").replace(REPLACEMENT, "")[:LONGEST].strip()
