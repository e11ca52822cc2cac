from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from pdplanner.catalog.formats import LABELS
from pdplanner.frameworks.models import SkillArea
from pdplanner.web.edit_forms import EditForm
from pdplanner.web.forms import (
    BaseForm,
    HoursField,
    MoneyField,
    Required,
    no_control_characters,
    sensible_day,
)

MOST_COVER = 1_000
CAPS = [
    SelectChoice("block", "Block: no more than the allocation can be spent"),
    SelectChoice("warn", "Warn: more can be spent, and is pointed out"),
]


class FiscalYearForm(BaseForm):
    starts_on = DateField("First day", [Required("Enter the first day."), sensible_day])
    ends_on = DateField("Last day", [Required("Enter the last day."), sensible_day])

    def validate_ends_on(self, field: DateField) -> None:
        starts_on, ends_on = self.starts_on.data, field.data
        if starts_on and ends_on and not 0 < (ends_on - starts_on).days < 2 * 366:
            raise ValidationError("Enter a day after the first one, at most two years later.")


class ApprovalForm(EditForm):
    finance_above_cents = MoneyField("The business office approves above, $")


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
    note = StringField("Note", [Length(max=500), no_control_characters])

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
    hours = HoursField("PD hours a person, at most")


class BlackoutForm(DaysForm):
    """`units` are the choices (unit id, name) of whom it blacks out."""

    unit = SelectField("For the people of", coerce=int)

    def __init__(self, typed: Any, *, units: Sequence[tuple[int, str]], **values: Any) -> None:
        super().__init__(typed, **values)
        self.unit.choices = [SelectChoice(*unit) for unit in units]


class CoverForm(EditForm):
    cover = IntegerField(
        "At work on any day, at least",
        [Optional(), NumberRange(1, MOST_COVER, f"Enter 1 to {MOST_COVER:,} people, or nothing.")],
    )


class FundForm(EditForm):
    """A fund; made by `fund_form`. `unit` is offered for a new one alone."""

    unit = SelectField("Money of", coerce=int)
    name = StringField(
        "Name", [Required("Enter the fund's name."), Length(max=120), no_control_characters]
    )
    source = StringField(
        "Source of the money",
        [Required("Enter where the money is from."), Length(max=120), no_control_characters],
    )
    account_code = StringField("Account code", [Length(max=64), no_control_characters])
    allocated_cents = MoneyField("Allocated, $", [Required("Enter the amount, 0 for nothing yet.")])
    cap = SelectField("When it is used up", choices=CAPS)
    spend_by = DateField("Spend by", [Required("Enter the last day to spend it."), sensible_day])
    areas = SelectMultipleField(
        "Pays only for",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    refused_formats = SelectMultipleField(
        "Does not pay for",
        choices=[SelectChoice(each.value, words) for each, words in LABELS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    carries_over = BooleanField("What is left when the year closes goes on into the next one")
    note = StringField("Note", [Length(max=500), no_control_characters])


def fund_form(
    typed: Any,
    *,
    areas: Sequence[SkillArea],
    units: Sequence[tuple[int, str]] = (),
    stored: Mapping[str, Any] | None = None,
    **proposed: Any,
) -> FundForm:
    """Return the form as typed, or with what is stored; without `units` the fund stays there."""
    form = FundForm(typed, stored=stored, **proposed)
    form.areas.choices = [SelectChoice(each.id, f"{each.code} {each.title}") for each in areas]
    if units:
        form.unit.choices = [SelectChoice(*unit) for unit in units]
    else:
        del form.unit
    return form
