from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from pdplanner.organization.models import Unit
from pdplanner.web.forms import BaseForm

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class TypedForm(BaseForm):
    """A form that comes back as valid HTML whatever was typed into it.

    Control characters stand in it as the replacement character, which `text` fields refuse.
    """

    def __init__(self, formdata: Any = None, **values: Any) -> None:
        super().__init__(_visible(formdata), **values)


class OfDistrictForm(TypedForm):
    """What holds in one district, of those that are `units`."""

    unit_id = SelectField("District", coerce=int)

    def __init__(self, formdata: Any = None, *, units: Sequence[Unit], **values: Any) -> None:
        super().__init__(formdata, **values)
        self.unit_id.choices = [SelectChoice(unit.id, unit.name) for unit in units]


def text(longest: int) -> list[Any]:
    """The validators of a field of plain text."""
    return [_storable, Length(max=longest)]


def _storable(_form: Form, field: Any) -> None:
    if REPLACEMENT in (field.data or ""):
        raise ValidationError("This text has characters that cannot be stored.")


def _visible(formdata: Any) -> Any:
    if not formdata:
        return formdata
    return MultiDict((name, _replaced(text)) for name, text in formdata.items(multi=True))


def _replaced(text: str) -> str:
    return "".join(c if c.isprintable() or c in "\r\n\t" else _stand_in(c) for c in text)


def _stand_in(character: str) -> str:
    """Spaces of other scripts and joiners are no mistake; what cannot be seen or stored is."""
    return character if ord(character) >= 0xA0 else REPLACEMENT
