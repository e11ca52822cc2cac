from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from pdplanner.catalog.formats import LABELS
from pdplanner.catalog.forms.checks import web_address
from pdplanner.catalog.forms.tags import MOST_ROWS, TagForm, indicator_choices, sound_rows
from pdplanner.catalog.forms.typed import TypedForm, text
from pdplanner.frameworks.models import Indicator
from pdplanner.organization.models import Unit
from pdplanner.web.edit_forms import EditForm
from pdplanner.web.forms import CreditsField, HoursField, MoneyField

EMPTY_ROWS = 5


class OfferingForm(TypedForm, EditForm):
    """An offering of a unit. `units` are those that may own it; none where the owner stands."""

    unit_id = SelectField("Offered to", coerce=int)
    title = StringField("Title", [DataRequired("Enter a title."), *text(200)])
    provider = StringField("Provider", [DataRequired("Enter who gives it."), *text(160)])
    url = StringField("Web address", [web_address, *text(500)])
    format = SelectField(
        "Format", choices=[SelectChoice(f.value, words) for f, words in LABELS.items()]
    )
    description = TextAreaField("What it is", text(1000))
    audience = StringField("For whom", text(200))
    prerequisites = StringField("What it asks for", text(500))
    price_cents = MoneyField("Price of a place")
    member_price_cents = MoneyField("Price for members of the provider")
    hours = HoursField("Hours")
    credits = CreditsField("Credits")
    source = StringField("Source of price and hours", text(500))
    tags = FieldList(FormField(TagForm), "What it brings", max_entries=MOST_ROWS)

    def __init__(
        self,
        formdata: Any = None,
        *,
        indicators: Sequence[Indicator],
        units: Sequence[Unit] = (),
        **values: Any,
    ) -> None:
        super().__init__(sound_rows(formdata), **values)
        self._choices = indicator_choices(indicators)
        if units:
            self.unit_id.choices = [SelectChoice(unit.id, unit.name) for unit in units]
        else:
            del self.unit_id
        self._offer_choices()
        if not formdata:
            self.add_rows(max(EMPTY_ROWS - len(self.tags), 2))

    def add_rows(self, number: int = EMPTY_ROWS) -> None:
        for _ in range(min(number, MOST_ROWS - len(self.tags))):
            self.tags.append_entry()
        self._offer_choices()

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        return self._no_indicator_twice() and self._members_pay_no_more() and sound

    @property
    def problems(self) -> list[Field]:
        """The fields that were refused, those of the rows included."""
        rows = [field for entry in self.tags for field in entry.form]
        own = [field for field in self if field is not self.tags]
        return [field for field in (*own, *rows) if field.errors]

    @property
    def values(self) -> dict[str, Any]:
        rows = [row for row in self.tags.data if row["indicator"]]
        tags = [(int(row["indicator"]), row["level"], row["from_level"]) for row in rows]
        return {**super().values, "tags": tags}

    def words(self, field: Field, value: Any) -> str:
        if field is not self.tags:
            return super().words(field, value)
        titles = {str(each.value): each.label for each in self._choices}
        rows = sorted((row for row in value if row["indicator"]), key=lambda row: row["indicator"])
        return "; ".join(
            f"{titles.get(row['indicator'], '')} from {row['from_level']} to {row['level']}"
            for row in rows
        )

    def take_stored(self, field: Any) -> None:
        if field is not self.tags:
            super().take_stored(field)
            return
        rows = enumerate(self.stored["tags"])
        sent = {f"tags-{at}-{name}": value for at, row in rows for name, value in row.items()}
        field.process(MultiDict(sent), self.stored["tags"])
        self._offer_choices()

    def _offer_choices(self) -> None:
        for entry in self.tags:
            entry.form.indicator.choices = self._choices

    def _no_indicator_twice(self) -> bool:
        seen: set[str] = set()
        for entry in self.tags:
            field = entry.form.indicator
            if field.data and field.data in seen:
                self.refuse(field, "This indicator stands in a row above.")
                return False
            seen.add(field.data)
        return True

    def _members_pay_no_more(self) -> bool:
        price, member_price = self.price_cents.data, self.member_price_cents.data
        if price is None or member_price is None or member_price <= price:
            return True
        self.refuse(self.member_price_cents, "Members pay no more than others.")
        return False
