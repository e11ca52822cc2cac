"""What somebody says of an offering that no catalog has."""

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from pdplanner.catalog.formats import LABELS
from pdplanner.catalog.forms.checks import web_address
from pdplanner.catalog.forms.typed import TypedForm, text
from pdplanner.catalog.models import Format
from pdplanner.plans.models import CostKind
from pdplanner.plans.requests.forms import CostFields
from pdplanner.web.forms import HoursField, Required


class UnlistedForm(CostFields, TypedForm):
    named = "cost"

    title = StringField("Title", [Required("Enter its title."), *text(200)])
    provider = StringField("Provider", [Required("Enter who gives it."), *text(160)])
    format = SelectField(
        "Format",
        choices=[
            SelectChoice(each.value, words)
            for each, words in LABELS.items()
            if each != Format.MENTORING
        ],
    )
    hours = HoursField("Hours", [Required("Enter the hours that it takes.")])
    url = StringField("Web address", [web_address, *text(500)])
    description = TextAreaField("What it is, and what you would learn", text(1000))

    def __init__(self, formdata: Any = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        # Costs come last, as on the page: what is wrong is listed in the order of the fields.
        for kind in CostKind:
            self._fields[kind.value] = self._fields.pop(kind.value)

    @property
    def facts(self) -> dict[str, Any]:
        """What it is, beside what it costs."""
        names = ("title", "provider", "url", "format", "description", "hours")
        return {name: self[name].data for name in names}
