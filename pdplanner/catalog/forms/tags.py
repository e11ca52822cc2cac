import re
from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from pdplanner.frameworks.models import Indicator
from pdplanner.web.forms import BaseForm

MOST_ROWS = 72
ROW = re.compile(r"tags-([0-9]{1,2})-[a-z_]+", re.ASCII)


class TagForm(BaseForm):
    """One row of what an offering teaches; without an indicator the row is empty."""

    indicator = SelectField("Indicator", choices=[])
    level = SelectField(
        "Brings to", coerce=int, choices=[SelectChoice(n, str(n)) for n in range(1, 5)], default=2
    )
    from_level = SelectField(
        "From", coerce=int, choices=[SelectChoice(n, str(n)) for n in range(4)], default=0
    )

    def validate(self, extra_validators: Any = None) -> bool:
        if not self.indicator.data:
            return True
        sound = bool(super().validate(extra_validators))
        if sound and self.from_level.data >= self.level.data:
            self.refuse(self.from_level, "Must be below the level that it brings to.")
            return False
        return sound


def indicator_choices(indicators: Sequence[Indicator]) -> list[SelectChoice]:
    return [SelectChoice("", "Choose an indicator")] + [
        SelectChoice(
            str(each.id),
            f"{each.code} {each.title}",
            optgroup=f"{each.area.code} {each.area.title}",
        )
        for each in indicators
    ]


def sound_rows(formdata: Any) -> Any:
    """Leave out fields that name a row which no page of ours has."""
    if formdata is None:
        return None
    return MultiDict(
        (name, value)
        for name, value in formdata.items(multi=True)
        if not name.startswith("tags") or ROW.fullmatch(name)
    )
