"""The form of how account codes are made up: a row for each segment."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from pdplanner.budgets.account_codes import LONGEST_CODE, Segment, known_values
from pdplanner.web.edit_forms import EditForm
from pdplanner.web.forms import Between, no_control_characters

ROWS = range(1, 9)
LONGEST = 20
FIELDS = ("name", "length", "values")


class SegmentsForm(EditForm):
    """Made by `segments_form`; rows without a name are left out."""

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        return [(self[f"name_{row}"], self[f"length_{row}"], self[f"values_{row}"]) for row in ROWS]

    @property
    def segments(self) -> list[Segment]:
        return [
            Segment(name.data, length.data, values.data)
            for name, length, values in self.rows
            if name.data
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        for name, length, _values in self.rows:
            if name.data and length.data is None and not length.errors:
                self.refuse(length, "Enter its number of characters.")
            if length.data is not None and not name.data:
                self.refuse(name, "Enter its name.")
        if not self.errors:
            characters = sum(each.length + 1 for each in self.segments) - 1
            if characters > LONGEST_CODE:
                self.refuse(self.rows[0][1], f"A code has at most {LONGEST_CODE} characters.")
        return sound and not self.errors


def segments_form(typed: Any, stored: Sequence[Segment]) -> SegmentsForm:
    held = {
        f"{field}_{row}": value
        for row, segment in zip(ROWS, stored, strict=False)
        for field, value in zip(FIELDS, segment, strict=True)
    }
    return _form()(typed, stored=held)


@cache
def _form() -> type[SegmentsForm]:
    fields = {name: field for row in ROWS for name, field in _fields(row).items()}
    return type("Form", (SegmentsForm,), fields)


def _fields(row: int) -> dict[str, Any]:
    lists = (SelectChoice(code, each.title) for code, each in known_values().items())
    lengths = [Optional(), Between(1, LONGEST, f"Enter 1 to {LONGEST}.")]
    return {
        f"name_{row}": StringField(f"Name of part {row}", [Length(max=40), no_control_characters]),
        f"length_{row}": IntegerField(f"Characters of part {row}", lengths),
        f"values_{row}": SelectField(
            f"Codes of part {row}", choices=[SelectChoice("", "Our own"), *lists], default=""
        ),
    }
