"""Forms over something stored, which notice that it was changed meanwhile."""

import json
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from wtforms import BooleanField, Field, SelectField, SelectMultipleField, StringField
from wtforms.widgets import HiddenInput

from pdplanner.web.forms import BaseForm

LENGTH = 16
SHORT = 8
PARTED, OWN = ".", "-"


class Difference(NamedTuple):
    """A field whose entry is not what is stored by now, both in words."""

    field: Field
    entry: str
    stored: str


class SeenField(StringField):
    """What a form showed; told when it is drawn, since the choices of fields come later."""

    widget = HiddenInput()

    def _value(self) -> str:
        return str(self.data() if callable(self.data) else self.data or "")


class EditForm(BaseForm):
    """A form that starts from what is `stored`: values by field, none for something new.

    Other values are proposed where nothing is stored.
    Digests of those values travel with it in `seen`. Where a form comes back and something else is
    stored by now, fields that were left alone take the newer version. One that both changed is
    refused once, with both versions, and replaces what is stored if sent again.
    """

    seen = SeenField()

    def __init__(
        self, formdata: Any = None, *, stored: Mapping[str, Any] | None = None, **values: Any
    ) -> None:
        self.stored = dict(stored or {})
        proposed = {name: each for name, each in values.items() if self.stored.get(name) is None}
        super().__init__(formdata or None, **{**self.stored, **proposed})
        self.overtaken: list[Difference] = []
        if not formdata:
            self.seen.data = self._shown

    def validate(self, extra_validators: Any = None) -> bool:
        # Text where it came back, and nothing of it where nothing was sent.
        whole, *marks = self.seen.data.split(PARTED) if isinstance(self.seen.data, str) else ("",)
        if whole and whole != self._digest:
            self._meet(frozenset(marks))
        return bool(super().validate(extra_validators)) and not self.overtaken

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

    def take_stored(self, field: Any) -> None:
        """Let a field hold what is stored, as if that had been typed."""
        stored = self.stored[field.short_name]
        field.process_data(stored)
        field.process_errors = []
        # A box has no text, and `Required` asks the others whether something was sent.
        is_box = isinstance(field, BooleanField)
        field.raw_data = None if is_box else [self.words(field, stored)]

    def _meet(self, shown: Collection[str]) -> None:
        """Set what was typed beside what somebody else has stored meanwhile.

        Once a field's entry stands beside both versions, that entry is the person's own, even
        where it is what was stored then.
        """
        own = set()
        for name, value in self.stored.items():
            field: Any = self[name]
            stored = self._mark(field, value)
            if stored in shown:
                continue
            if OWN + stored in shown:
                own.add(name)
            elif not _is_unread(field) and self._mark(field, field.data) in shown:
                self.take_stored(field)
            elif difference := self._compared(field, value):
                self.overtaken.append(difference)
                own.add(name)
        self.seen.data = self._shown(own)

    def _shown(self, own: Collection[str] = ()) -> str:
        """A digest of all that is stored, and one of each field; `own` show an entry instead."""
        marks = [
            (OWN if name in own else "") + self._mark(self[name], value)
            for name, value in self.stored.items()
        ]
        return PARTED.join([self._digest, *marks])

    @property
    def _digest(self) -> str:
        text = json.dumps(self.stored, default=str, sort_keys=True)
        return sha256(text.encode()).hexdigest()[:LENGTH]

    def _mark(self, field: Any, value: Any) -> str:
        """A digest of a field's value, whichever way the ends of its lines are sent."""
        words = " ".join(self.words(field, value).split())
        return sha256(f"{field.short_name} {words}".encode()).hexdigest()[:SHORT]

    def _compared(self, field: Any, value: Any) -> Difference | None:
        entry = str(field.raw_data[0]) if _is_unread(field) else self.words(field, field.data)
        stored = self.words(field, value)
        return Difference(field, entry, stored) if entry != stored else None


def _is_unread(field: Any) -> bool:
    """Whether something was typed that is no value; a day or a number cannot read an empty one."""
    return bool(field.process_errors and field.raw_data and str(field.raw_data[0]).strip())
