from typing import Any

from wtforms import DateField, IntegerField, StringField
from wtforms.validators import Optional

from pdplanner.catalog.forms.checks import no_later_than_today
from pdplanner.catalog.forms.typed import OfDistrictForm, text
from pdplanner.web.edit_forms import EditForm
from pdplanner.web.forms import Between, HoursField, MoneyField, sensible_day

QUOTED_DAY = [Optional(), sensible_day, no_later_than_today]


class QuoteForm(OfDistrictForm, EditForm):
    """A district's own terms. Each fact is left empty, or given with its source."""

    price_cents = MoneyField("Price of a place")
    price_source = StringField("Who quoted it, and where it is written", text(500))
    price_quoted_on = DateField("Quoted on", QUOTED_DAY)
    hours = HoursField("Hours, preparation included")
    hours_source = StringField("Who said so, and where it is written", text(500))
    hours_quoted_on = DateField("Said on", QUOTED_DAY)
    travel_cents = MoneyField("Travel and other costs of a place")
    cohort_price_cents = MoneyField("Price for a whole group")
    cohort_seats = IntegerField("For up to so many people", [Optional(), Between(1, 10_000)])

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if sound:
            self._need_sources()
            self._need_both_of_a_group()
            self._need_something()
        return sound and not self.errors

    def _need_sources(self) -> None:
        for fact, source in (
            (self.price_cents, self.price_source),
            (self.hours, self.hours_source),
        ):
            if fact.data is not None and not source.data:
                self.refuse(source, "Say where it comes from.")
            if fact.data is None and source.data:
                self.refuse(fact, "Enter it, or clear its source.")

    def _need_both_of_a_group(self) -> None:
        price, seats = self.cohort_price_cents, self.cohort_seats
        if (price.data is None) != (seats.data is None):
            missing = price if price.data is None else seats
            self.refuse(
                missing, "A group price needs its number of people, and the other way round."
            )

    def _need_something(self) -> None:
        facts = (self.price_cents, self.hours, self.cohort_price_cents)
        given = self.travel_cents.data or any(fact.data is not None for fact in facts)
        if not given and not self.errors:
            self.refuse(self.price_cents, "Enter a price, hours, travel or a group price.")
