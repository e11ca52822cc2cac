"""Answering several requests at once."""

import re
from typing import Any

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import AnyOf, ValidationError

from pdplanner.plans.models import Action
from pdplanner.plans.requests.forms import StepForm
from pdplanner.web.forms import BaseForm
from pdplanner.web.record_ids import is_id

MOST_CHOSEN = 200
ANSWERS = (Action.APPROVE, Action.RETURN, Action.DECLINE)
PART = re.compile(r"([0-9]{1,10}):([0-9]{1,10}):([0-9]{1,11})")


def _item_id(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not is_id(number):
        raise ValueError("No request has this number.")
    return number


def _part(text: str) -> tuple[int, int, int]:
    """Read item id, fund id and cents: "12:3:4500"."""
    found = PART.fullmatch(text)
    if found is None:
        raise ValueError("Open the page anew.")
    item_id, fund_id, cents = found.groups()
    return _item_id(item_id), _item_id(fund_id), int(cents)


class ChosenForm(BaseForm):
    """The requests that are chosen from a list."""

    r = SelectMultipleField(coerce=_item_id, validate_choice=False)

    @property
    def ids(self) -> list[int]:
        return sorted(set(self.r.data or ()))


class BatchForm(ChosenForm, StepForm):
    """Several requests with one answer, as their preview had them.

    `part` is who pays; what cannot be paid is `left`, and only sent back or declined.
    """

    left = SelectMultipleField(coerce=_item_id, validate_choice=False)
    part = SelectMultipleField(coerce=_part, validate_choice=False)
    answer = HiddenField(validators=[AnyOf(ANSWERS, message="Choose one of the answers.")])

    @property
    def chosen(self) -> list[int]:
        """All that are shown."""
        return sorted({*(self.r.data or ()), *(self.left.data or ())})

    @property
    def answered(self) -> list[int]:
        """Those that the answer is for."""
        return self.ids if self.answer.data == Action.APPROVE else self.chosen

    @property
    def parts(self) -> dict[int, dict[int, int]]:
        """Cents by fund id, by item id."""
        parts: dict[int, dict[int, int]] = {}
        for item_id, fund_id, cents in self.part.data or ():
            parts.setdefault(item_id, {})[fund_id] = cents
        return parts

    @property
    def problem(self) -> str:
        """What is wrong with it, in a sentence for each."""
        return " ".join(
            dict.fromkeys(str(each) for errors in self.errors.values() for each in errors)
        )

    def validate_r(self, _field: Any) -> None:
        if not self.answered:
            raise ValidationError("Choose at least one request.")

    def validate_answer(self, _field: Any) -> None:
        if self.answer.data != Action.APPROVE and not self.comment.data:
            raise ValidationError("Say why in a few words; the people concerned read it.")
