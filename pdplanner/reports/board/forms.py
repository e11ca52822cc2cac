from uuid import uuid4

from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Regexp

from pdplanner.web.forms import Required, no_control_characters
from pdplanner.web.unit_choices import ForUnits

DAYS = [
    SelectChoice(7, "A week"),
    SelectChoice(30, "30 days"),
    SelectChoice(90, "90 days"),
    SelectChoice(365, "A year"),
]


class BoardLinkForm(ForUnits):
    """`units` are those whose money it may show; a key makes one link."""

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
