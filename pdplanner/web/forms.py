"""The base form, and the fields and validators that more than one slice needs."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from math import ceil, floor
from typing import Any

from wtforms import Field, Form, StringField
from wtforms.validators import NumberRange, StopValidation, ValidationError

from pdplanner.web.amounts import cents_of

MOST_HOURS = 10_000
QUARTERS = 4
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)

# Digits alone: neither sign nor exponent.
NUMBER = re.compile(r"(?=\.?[0-9])[0-9]*(\.[0-9]+)?")

# What WTForms says of an entry, as a sentence that says what is expected.
SENTENCES = {
    "Not a valid integer value.": "Enter a whole number, such as 12.",
    "Not a valid date value.": "Enter a day of the calendar, such as 2027-06-30.",
    "Not a valid choice.": "Choose from the list.",
    "Invalid Choice: could not coerce.": "Choose from the list.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Choose from the list.",
    "'%(value)s' is not a valid choice for this field.": "Choose from the list.",
    "'%(value)s' are not valid choices for this field.": "Choose from the list.",
    "Number must be at least %(min)s.": "Enter %(min)s or more.",
    "Number must be at most %(max)s.": "Enter %(max)s or less.",
    "Number must be between %(min)s and %(max)s.": "Enter a number from %(min)s to %(max)s.",
    "Field cannot be longer than %(max)d characters.": "Shorten it to %(max)d characters.",
    "This field is required.": "Enter something.",
}


class Sentences:
    """WTForms' translations: into our own words."""

    def gettext(self, text: str) -> str:
        return SENTENCES.get(text, text)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)


class BaseForm(Form):
    """A form whose text fields arrive stripped; `values` are a service's arguments."""

    class Meta:
        def get_translations(self, _form: Form) -> Sentences:
            return Sentences()

        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Any:
            if issubclass(unbound_field.field_class, StringField):
                options["filters"] = [_strip, *options.get("filters", ())]
            return unbound_field.bind(form=form, **options)

    @property
    def rounding(self) -> str:
        """To follow what a page says once it is saved: which hours were rounded, if any were."""
        fields: Iterable[Any] = self._fields.values()
        said = [each.rounded for each in fields if isinstance(each, HoursField) and each.rounded]
        return f" Hours are kept in quarters: {', '.join(said)}." if said else ""

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.data)

    def refuse(self, field: Field, why: str) -> None:
        """Show at a field, after what stands there already, why it is not taken."""
        field.errors = [*field.errors, why]


class MoneyField(StringField):
    """Dollars as people type them ("1,250", "$99.50"); its data is cents, or None if empty."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if not isinstance(self.data, int):
            return ""
        return f"{self.data // 100:,}" + (f".{self.data % 100:02d}" if self.data % 100 else "")

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data: Any = cents_of(text) if text else None


class HoursField(StringField):
    """Hours ("7.5"), rounded up to a quarter; its data is a float, or None if empty."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}"

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data: Any = self._quarters(_hours(text)) if text else None

    def _quarters(self, hours: Decimal) -> float:
        return ceil(hours * QUARTERS) / QUARTERS

    @property
    def rounded(self) -> str:
        """What was kept instead of what was typed: "7.1 as 7.25"; empty where it is the same."""
        typed = self.raw_data[0].strip() if self.raw_data else ""
        if not typed or self.errors or self.data is None or Decimal(typed) == Decimal(self.data):
            return ""
        return f"{typed} as {self.data:g}"


class MostHoursField(HoursField):
    """Hours that are not to be exceeded, rounded down to a quarter."""

    def _quarters(self, hours: Decimal) -> float:
        return floor(hours * QUARTERS) / QUARTERS


class CreditsField(HoursField):
    """Hours that a provider certifies, in quarters: nobody is credited more than that."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None and Decimal(valuelist[0].strip()) != Decimal(self.data):
            raise ValueError("Enter credit hours in steps of a quarter, such as 7.25.")


class Required:
    """Refuse a field that is empty once it is read: spaces are no name and no hours."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Any) -> None:
        empty = not field.raw_data or field.data is None or field.data == ""
        if empty and not field.errors:
            raise StopValidation(self.message)


class Between(NumberRange):
    """Refuse a whole number out of bounds: WTForms' own fails where it is too long for a float."""

    def __init__(self, least: int, most: int, message: str = "") -> None:
        super().__init__(least, most, message or f"Enter a number from {least:,} to {most:,}.")

    def __call__(self, _form: Form, field: Any) -> None:
        if field.data is None or not self.min <= field.data <= self.max:
            raise ValidationError(self.message)


class NotBefore:
    """Refuse a day before that of another field of the form, named by `first`."""

    def __init__(self, first: str) -> None:
        self.first = first

    def __call__(self, form: Form, field: Any) -> None:
        first = form[self.first].data
        if first and field.data and field.data < first:
            raise ValidationError("The last day is before the first.")


def no_control_characters(_form: Form, field: Any) -> None:
    """Refuse what no keyboard types and what PostgreSQL cannot store."""
    if any(ord(c) < 32 and c not in "\r\n\t" for c in field.data or ""):
        raise ValidationError("This text has characters that cannot be stored.")


def sensible_day(_form: Form, field: Any) -> None:
    if field.data and not EARLIEST <= field.data <= LATEST:
        raise ValidationError("Enter a day from the year 2000 to 2100, such as 2027-06-30.")


def _hours(text: str) -> Decimal:
    if not NUMBER.fullmatch(text):
        raise ValueError("Enter hours such as 7.5.")
    hours = Decimal(text)
    if not 0 <= hours <= MOST_HOURS:
        raise ValueError("Enter hours from 0 to 10,000, such as 7.25.")
    return hours


def _strip(value: Any) -> Any:
    """Strip text; a money or hours field that shows a stored value holds a number here."""
    return value.strip() if isinstance(value, str) else value
