"""Validators that more than one form of the catalog needs."""

from typing import Any

from wtforms import Form
from wtforms.validators import ValidationError

from pdplanner import clock
from pdplanner.catalog.links import is_web_address


def web_address(_form: Form, field: Any) -> None:
    if field.data and not is_web_address(field.data):
        raise ValidationError("Enter an address that begins with https:// or http://.")


def no_later_than_today(_form: Form, field: Any) -> None:
    if field.data and field.data > clock.today():
        raise ValidationError("This day is still to come. Enter the day on which it was quoted.")
