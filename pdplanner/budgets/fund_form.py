"""The form of a fund: its money, and what it may pay for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from pdplanner.budgets.models import Fund
from pdplanner.budgets.rules import LISTS, Rules
from pdplanner.catalog.formats import LABELS
from pdplanner.web.edit_forms import EditForm
from pdplanner.web.forms import MoneyField, Required, no_control_characters, sensible_day

CAPS = [
    SelectChoice("block", "Block: no more than the allocation can be spent"),
    SelectChoice("warn", "Warn: more can be spent, and is pointed out"),
]
Choices = Sequence[tuple[int, str]]
"""Ids with the words that stand for them."""


@dataclass(frozen=True, kw_only=True)
class FundChoices:
    """What the rules of a fund may name; `units` are those whose money the user keeps."""

    areas: Choices
    providers: Choices
    units: Choices
    job_roles: Choices

    def with_named(self, fund: Fund) -> "FundChoices":
        """Add what a fund's rules name and nobody is offered any more, so that saving keeps it."""
        areas = [(each.area_id, f"{each.area.code} {each.area.title}") for each in fund.areas]
        return FundChoices(
            areas=_with(self.areas, areas),
            providers=_with(
                self.providers, [(each.provider_id, each.provider.name) for each in fund.providers]
            ),
            units=_with(self.units, [(each.unit_id, each.unit.name) for each in fund.units]),
            job_roles=_with(
                self.job_roles, [(each.job_role_id, each.job_role.title) for each in fund.job_roles]
            ),
        )


def _boxes(label: str, **options: Any) -> SelectMultipleField:
    """Several of a list, each with a box to tick."""
    looks = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, **looks, **options)


class FundForm(EditForm):
    """A fund; made by `fund_form`. `unit` is offered for a new one alone, `reason` for others."""

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
    reason = StringField("Why it is more or less", [Length(max=500), no_control_characters])
    cap = SelectField("When it is used up", choices=CAPS)
    spend_by = DateField("Spend by", [Required("Enter the last day to spend it."), sensible_day])
    refuses_travel = BooleanField("Leaves travel, lodging and meals to other funds")
    areas = _boxes("Pays only for", coerce=int)
    refused_formats = _boxes(
        "Does not pay for",
        choices=[SelectChoice(each.value, words) for each, words in LABELS.items()],
    )
    providers = _boxes("Pays only these providers", coerce=int)
    units = _boxes("Pays only for people of", coerce=int)
    job_roles = _boxes("Pays only for people who are", coerce=int)
    carries_over = BooleanField("What is left when the year closes goes on into the next one")
    note = StringField("Note", [Length(max=500), no_control_characters])

    def validate_reason(self, field: StringField) -> None:
        """A reason stands with the entry of the ledger, which there is of a change alone."""
        if field.data and self.allocated_cents.data == self.stored.get("allocated_cents"):
            raise ValidationError("The amount stays the same: change it, or say it in the note.")

    @property
    def values(self) -> dict[str, Any]:
        """The fund's columns, and its lists as `rules`."""
        values = super().values
        lists = {name: values.pop(name) or () for name in LISTS}
        return {**values, "rules": Rules(**lists)}


def _with(choices: Choices, named: Choices) -> Choices:
    known = {one for one, _words in choices}
    return [*choices, *(each for each in named if each[0] not in known)]


def fund_form(
    typed: Any,
    *,
    choices: FundChoices,
    new: bool = False,
    stored: Mapping[str, Any] | None = None,
    **proposed: Any,
) -> FundForm:
    """Return the form as typed, or with what is stored; a fund stays with its unit."""
    form = FundForm(typed, stored=stored, **proposed)
    for name in ("areas", "providers", "units", "job_roles"):
        form[name].choices = [SelectChoice(*each) for each in getattr(choices, name)]
    if new:
        form.unit.choices = [SelectChoice(*each) for each in choices.units]
        del form.reason
    else:
        del form.unit
    return form
