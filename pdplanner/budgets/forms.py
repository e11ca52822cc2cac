from collections.abc import Sequence
from typing import Any

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, Regexp

from pdplanner.web.edit_forms import EditForm
from pdplanner.web.forms import (
    BaseForm,
    Between,
    MoneyField,
    MostHoursField,
    Required,
    no_control_characters,
    sensible_day,
)
from pdplanner.web.unit_choices import ForUnits

MOST_COVER = 1_000
LONGEST_NOTE = 500


class FiscalYearForm(EditForm):
    starts_on = DateField("First day", [Required("Enter the first day."), sensible_day])
    ends_on = DateField("Last day", [Required("Enter the last day."), sensible_day])

    def validate_ends_on(self, field: DateField) -> None:
        starts_on, ends_on = self.starts_on.data, field.data
        if starts_on and ends_on and not 0 < (ends_on - starts_on).days < 2 * 366:
            raise ValidationError("Enter a day after the first one, at most two years later.")


class ApprovalForm(EditForm):
    finance_above_cents = MoneyField("The business office approves above, $")


class UnitApprovalForm(ForUnits):
    unit = SelectField("For the people of", coerce=int)
    above_cents = MoneyField("The business office approves above, $")


class ThresholdForm(BaseForm):
    above_cents = MoneyField("Above, $", [Required("Enter the sum.")])
    requires = StringField(
        "What such a purchase needs",
        [Required("Say what it needs."), Length(max=200), no_control_characters],
    )


class VendorForm(EditForm):
    name = StringField(
        "Name", [Required("Enter the vendor's name."), Length(max=120), no_control_characters]
    )
    number = StringField("Number", [Length(max=40), no_control_characters])


class TransferForm(BaseForm):
    """`targets` are the choices (fund id, name); what it asks for is done once for its key."""

    key = HiddenField(validators=[Regexp(r"[0-9a-f]{32}\Z", message="Open the page anew.")])
    target = SelectField("To", coerce=int)
    cents = MoneyField("Amount, $", [Required("Enter the amount.")])
    note = StringField(
        "Why",
        [
            Required("Say who decided it, and why."),
            Length(max=LONGEST_NOTE, message=f"Use at most {LONGEST_NOTE} characters."),
            no_control_characters,
        ],
    )

    def __init__(
        self, typed: Any = None, *, targets: Sequence[tuple[int, str]], **values: Any
    ) -> None:
        super().__init__(typed, **values)
        self.target.choices = [SelectChoice(*fund) for fund in targets]


class DaysForm(EditForm):
    """Named days of a fiscal year."""

    name = StringField("Name", [Required("Enter a name."), Length(max=120), no_control_characters])
    starts_on = DateField("First day", [Required("Enter the first day."), sensible_day])
    ends_on = DateField("Last day", [Required("Enter the last day."), sensible_day])


class TermForm(DaysForm):
    hours = MostHoursField("PD hours a person, at most")


class BlackoutForm(ForUnits, DaysForm):
    """`units` are those that it may black out."""

    unit = SelectField("For the people of", coerce=int)


class CoverForm(EditForm):
    cover = IntegerField(
        "At work on any day, at least",
        [Optional(), Between(1, MOST_COVER, f"Enter 1 to {MOST_COVER:,} people, or nothing.")],
    )
