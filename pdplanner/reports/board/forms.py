from collections.abc import Sequence
from uuid import uuid4

from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Regexp

from pdplanner.web.forms import BaseForm, Required, no_control_characters

DAYS = [
    SelectChoice(7, "A week"),
    SelectChoice(30, "30 days"),
    SelectChoice(90, "90 days"),
    SelectChoice(365, "A year"),
]


class BoardLinkForm(BaseForm):
    """`units` are the choices (unit id, name) of whose money it shows; a key makes one link."""

    key = HiddenField(
        default=lambda: uuid4().hex,
        validators=[Regexp(r"[0-9a-f]{32}\Z", message="Open the page anew.")],
    )
    name = StringField(
        "For", [Required("Say for whom or for which meeting."), Length(max=120),
                no_control_characters],
    )  # fmt: skip
    unit = SelectField("Money of", coerce=int)
    days = SelectField("Open for", choices=DAYS, coerce=int, default=30)

    def __init__(self, typed: object = None, *, units: Sequence[tuple[int, str]]) -> None:
        super().__init__(typed)
        self.unit.choices = [SelectChoice(*unit) for unit in units]
