"""Validators that more than one form of the catalog needs."""

from datetime import date
from typing import Any

from wtforms import Form
from wtforms.validators import ValidationError

from pdplanner import clock
from pdplanner.catalog.links import is_web_address

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def web_address(_form: Form, field: Any) -> None:
    if field.data and not is_web_address(field.data):
        raise ValidationError("Enter an address that begins with https:// or http://.")


def sensible_day(_form: Form, field: Any) -> None:
    if field.data and not EARLIEST <= field.data <= LATEST:
        raise ValidationError("Enter a day from the year 2000 to 2100.")


def no_later_than_today(_form: Form, field: Any) -> None:
    if field.data and field.data > clock.today():
        raise ValidationError("This day is still to come. Enter the day on which it was quoted.")
