"""The forms of a person's own plan."""

from collections.abc import Iterable

from wtforms import (
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from pdplanner.catalog.formats import LABELS
from pdplanner.web.forms import BaseForm, Between, no_control_characters
from pdplanner.web.record_ids import LARGEST_ID

LONGEST_REASON = 500
HOURS_STEPS = (4, 8, 16, 24, 40)


class AddForm(BaseForm):
    """The offering to add; `instead_of` is the item that it takes the place of."""

    offering_id = IntegerField(validators=[InputRequired(), Between(1, LARGEST_ID)])
    instead_of = IntegerField(validators=[Optional(), Between(1, LARGEST_ID)])


class DeclineForm(BaseForm):
    reason = TextAreaField(
        "Why not",
        validators=[
            DataRequired("Say why in a few words; your director reads it."),
            Length(max=LONGEST_REASON, message="Use at most 500 characters."),
            no_control_characters,
        ],
    )


class FilterForm(BaseForm):
    """What of the list to show; an entry that no longer exists filters nothing."""

    area = SelectMultipleField("My open gaps, in points", validate_choice=False)
    price = RadioField("Price", validate_choice=False, default="any")
    hours = SelectField("Hours, at most", validate_choice=False, default="")
    format = SelectField("Format", validate_choice=False, default="")

    def offer(self, *, left_cents: int | None, left_hours: float, formats: Iterable[str]) -> None:
        """Fill the lists with what the person has left and what the offerings come as."""
        within = [] if left_cents is None else [SelectChoice("within", "Within what I have left")]
        self.price.choices = [
            SelectChoice("any", "Any price"), *within, SelectChoice("free", "Free only")
        ]  # fmt: skip
        self.hours.choices = [
            SelectChoice("", "Any"),
            SelectChoice("left", f"{left_hours:g} (what I have left)"),
            *(SelectChoice(str(each), str(each)) for each in HOURS_STEPS),
        ]
        offered = set(formats)
        self.format.choices = [
            SelectChoice("", "Any format"),
            *(SelectChoice(str(each), label) for each, label in LABELS.items() if each in offered),
        ]
