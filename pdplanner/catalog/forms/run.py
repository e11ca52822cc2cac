from collections.abc import Sequence
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from pdplanner.catalog.forms.typed import TypedForm, text
from pdplanner.organization.models import Unit
from pdplanner.web.forms import Between, sensible_day


class RunForm(TypedForm):
    """A dated run that a district arranges for its people."""

    unit_id = SelectField("For the people of", coerce=int)
    starts_on = DateField("First day", [InputRequired("Enter the first day."), sensible_day])
    ends_on = DateField("Last day", [Optional(), sensible_day])
    seats = IntegerField("Seats", [Optional(), Between(1, 10_000)])
    place = StringField("Place", text(160))
    source = StringField("Source", text(500))

    def __init__(self, formdata: Any = None, *, units: Sequence[Unit], **values: Any) -> None:
        super().__init__(formdata, **values)
        self.unit_id.choices = [SelectChoice(unit.id, unit.name) for unit in units]

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day is before the first.")
