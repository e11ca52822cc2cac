"""Forms over something stored, which notice that it was changed meanwhile."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from wtforms import BooleanField, Field, HiddenField, SelectField, SelectMultipleField

from pdplanner.web.forms import BaseForm

LENGTH = 16


class Difference(NamedTuple):
    """A field whose entry is not what is stored by now, both in words."""

    field: Field
    entry: str
    stored: str


class EditForm(BaseForm):
    """A form that starts from what is `stored`: values by field, none for something new.

    Other values are proposed where nothing is stored.
    A digest of those values travels with it in `seen`. A form that comes back with another one was
    overtaken: it is refused once, with both versions, and replaces what is stored if sent again.
    """

    seen = HiddenField()

    def __init__(
        self, formdata: Any = None, *, stored: Mapping[str, Any] | None = None, **values: Any
    ) -> None:
        self.stored = dict(stored or {})
        proposed = {name: each for name, each in values.items() if self.stored.get(name) is None}
        super().__init__(formdata or None, **{**self.stored, **proposed})
        self.overtaken: list[Difference] = []
        if not formdata:
            self.seen.data = self._digest

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        if self.seen.data and self.seen.data != self._digest:
            self.overtaken = [each for each in map(self._compared, self.stored) if each]
            self.seen.data = self._digest
        return sound and not self.overtaken

    @property
    def refusal(self) -> int:
        """The status of an answer that shows the form again: 409 where it was overtaken."""
        return 409 if self.overtaken else 422

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "seen"}

    def words(self, field: Any, value: Any) -> str:
        """Say a value of a field as its reader would."""
        if isinstance(field, SelectMultipleField):
            return ", ".join(each.label for each in field.choices if each.value in (value or ()))
        if isinstance(field, BooleanField):
            return "yes" if value else "no"
        if isinstance(field, SelectField):
            return ", ".join(each.label for each in field.choices if each.value == value)
        typed = field.raw_data, field.data
        field.raw_data, field.data = None, value
        try:
            return str(field._value())
        finally:
            field.raw_data, field.data = typed

    @property
    def _digest(self) -> str:
        text = json.dumps(self.stored, default=str, sort_keys=True)
        return sha256(text.encode()).hexdigest()[:LENGTH]

    def _compared(self, name: str) -> Difference | None:
        field: Any = self[name]
        unread = bool(field.process_errors and field.raw_data)
        entry = str(field.raw_data[0]) if unread else self.words(field, field.data)
        stored = self.words(field, field.object_data)
        return Difference(field, entry, stored) if entry != stored else None
