from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from pdplanner.catalog.forms.typed import OfDistrictForm, text
from pdplanner.web.forms import Between, NotBefore, sensible_day


class RunForm(OfDistrictForm):
    """A dated run that a district arranges for its people."""

    unit_id = SelectField("For the people of", coerce=int)
    starts_on = DateField("First day", [InputRequired("Enter the first day."), sensible_day])
    ends_on = DateField("Last day", [Optional(), sensible_day, NotBefore("starts_on")])
    seats = IntegerField("Seats", [Optional(), Between(1, 10_000)])
    place = StringField("Place", text(160))
    source = StringField("Source", text(500))
