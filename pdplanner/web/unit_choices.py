"""The base of forms about one of several units."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from pdplanner.web.forms import BaseForm


class ForUnits(BaseForm):
    """A form with a field `unit`, whose choices are `units`: ids with the words for them."""

    unit: SelectField

    def __init__(
        self, typed: Any = None, *, units: Sequence[tuple[int, str]], **values: Any
    ) -> None:
        super().__init__(typed, **values)
        self.unit.choices = [SelectChoice(*unit) for unit in units]
