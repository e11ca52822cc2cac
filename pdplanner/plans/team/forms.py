"""The forms of a team plan."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Length, Optional

from pdplanner.budgets.models import Fund
from pdplanner.plans.models import Scenario
from pdplanner.web.forms import (
    BaseForm,
    Between,
    MoneyField,
    MostHoursField,
    Required,
    no_control_characters,
)
from pdplanner.web.record_ids import LARGEST_ID

MOST_POINTS = 1_000
MOST_PEOPLE = 1_000
LONGEST_NAME = 120
AN_ID = Between(1, LARGEST_ID)


def _points(_form: object, field: Any) -> None:
    """Refuse in our words, in place of what the field itself says of a text."""
    if field.data is None or not 0 <= field.data <= MOST_POINTS:
        field.errors = []
        raise ValidationError(f"Enter whole points from 0 to {MOST_POINTS:,}.")


def _people(least: int) -> Callable[[object, Any], None]:
    def check(_form: object, field: Any) -> None:
        if field.data is None or not least <= field.data <= MOST_PEOPLE:
            field.errors = []
            words = f"Enter a whole number of people from {least} to {MOST_PEOPLE:,}."
            raise ValidationError(words)

    return check


class SettingsForm(BaseForm):
    """Made by `settings_form`, which adds a field for each fund.

    `keep` holds the ids of the rules that stay; the three fields after it add one.
    """

    hours = MostHoursField("Hours a person, at most")
    allowance = MoneyField("Allowance a person, at most")
    floor = IntegerField("Floor a person, points closed", [Optional(), _points])
    away = IntegerField("Away from one team at once, at most", [Optional(), _people(0)])
    holders = IntegerField("Holders wanted of each indicator", [Optional(), _people(1)])
    basis = IntegerField(validators=[Optional(), AN_ID])
    keep = SelectMultipleField(coerce=int, validate_choice=False)
    rule_kind = SelectField(
        "Rule",
        [Optional(), AnyOf(("pin", "exclude"))],
        choices=[SelectChoice("pin", "Must have"), SelectChoice("exclude", "Leave out")],
        validate_choice=False,
    )
    rule_offering = IntegerField("Offering", [Optional(), AN_ID])
    rule_person = IntegerField("For", [Optional(), AN_ID])

    funds: Sequence[Fund] = ()

    @property
    def fund_fields(self) -> list[Any]:
        return [self[_name(fund)] for fund in self.funds]

    @property
    def limits(self) -> dict[int, int]:
        """Cents by fund id; an empty field is no money."""
        return {fund.id: self[_name(fund)].data or 0 for fund in self.funds}

    def keeps(self, rule_id: int) -> bool:
        """Whether a rule is ticked: all are until the form is sent."""
        return self.keep.raw_data is None or rule_id in (self.keep.data or ())


def settings_form(
    funds: Sequence[Fund],
    *,
    data: Any = None,
    scenario: Scenario | None = None,
    values: Mapping[str, object] | None = None,
) -> SettingsForm:
    """Return the form as sent, or filled with a scenario's settings or with `values`."""
    made_for = _form_of(tuple((_name(fund), fund.named) for fund in funds))
    form = made_for(data, data=values if scenario is None else _values(scenario))
    form.funds = funds
    return form


@lru_cache(maxsize=500)
def _form_of(fields: tuple[tuple[str, str], ...]) -> type[SettingsForm]:
    """A class of its own for each set of funds, as WTForms wants it."""

    class Form(SettingsForm):
        pass

    for name, label in fields:
        setattr(Form, name, MoneyField(label))
    return Form


class RuleForm(BaseForm):
    """One of pin, exclude and clear holds the id of an offering; a person may narrow it."""

    pin = IntegerField(validators=[Optional(), AN_ID])
    exclude = IntegerField(validators=[Optional(), AN_ID])
    clear = IntegerField(validators=[Optional(), AN_ID])
    person_id = IntegerField(validators=[Optional(), AN_ID])

    @property
    def pressed(self) -> tuple[str, int] | None:
        """What was pressed, and for which offering; None where nothing or several things are."""
        given = [(name, self[name].data) for name in ("pin", "exclude", "clear")]
        pressed = [(name, value) for name, value in given if value is not None]
        return pressed[0] if len(pressed) == 1 else None


class ShownForm(BaseForm):
    """Which version of a plan, under which name, a page showed where a step was pressed."""

    version = IntegerField(validators=[Optional()])
    name = StringField()


class WhyNotForm(BaseForm):
    """The offering asked about, and for whom its price of entry is asked."""

    offering = IntegerField(validators=[Optional(), AN_ID])
    person = IntegerField(validators=[Optional(), AN_ID])


class SaveForm(BaseForm):
    name = StringField(
        "Name of the plan",
        [
            Required("Give the plan a name."),
            Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters."),
            no_control_characters,
        ],
    )


def _name(fund: Fund) -> str:
    return f"fund_{fund.id}"


def _values(scenario: Scenario) -> dict[str, object]:
    limits = {f"fund_{each.fund_id}": each.limit_cents for each in scenario.budgets}
    return {
        "hours": scenario.hours,
        "allowance": scenario.allowance_cents,
        "floor": scenario.floor,
        "away": scenario.away,
        "holders": scenario.holders,
        **limits,
    }
