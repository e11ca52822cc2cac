from typing import Any

from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from pdplanner.catalog.forms.quote import QUOTED_DAY
from pdplanner.catalog.forms.typed import OfDistrictForm, text
from pdplanner.web.edit_forms import EditForm
from pdplanner.web.forms import MoneyField, sensible_day

HELD = (("no", "No, not now"), ("yes", "Yes, it is a member"))


class MembershipForm(OfDistrictForm, EditForm):
    """Whether a district is a member of a provider, and what a year of it costs."""

    held = SelectField("Is the district a member?", choices=[SelectChoice(*each) for each in HELD])
    held_until = DateField("Member until", [Optional(), sensible_day])
    price_cents = MoneyField("Price of a year")
    source = StringField("Who said so, and where it is written", text(500))
    quoted_on = DateField("Said on", QUOTED_DAY)

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if sound:
            self._refuse_what_says_nothing()
        return sound and not self.errors

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "held": self._is_held}

    @property
    def _is_held(self) -> bool:
        return bool(self.held.data == "yes")

    def _refuse_what_says_nothing(self) -> None:
        if self.held_until.data and not self._is_held:
            self.refuse(
                self.held_until, "Only a member has a last day: say yes above, or clear it."
            )
        if self.price_cents.data is None and not self._is_held:
            self.refuse(self.price_cents, "Enter what a year costs, or say that it is a member.")
        if self.price_cents.data is not None and not self.source.data:
            self.refuse(self.source, "Say where the price comes from.")
