"""The forms of requests. `key` is drawn when a form is shown: what it asks for is done once."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import uuid4

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Regexp

from pdplanner.budgets.models import Fund
from pdplanner.plans.request_errors import RequestError
from pdplanner.web.forms import BaseForm, MoneyField, Required, no_control_characters

LONGEST_COMMENT = 500


class StepForm(BaseForm):
    key = HiddenField(validators=[Regexp(r"[0-9a-f]{32}\Z", message="Open the page anew.")])
    comment = TextAreaField(
        "Comment",
        [Length(max=LONGEST_COMMENT, message="Use at most 500 characters."), no_control_characters],
    )

    def __init__(self, formdata: Any = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        if formdata is None:
            self.key.data = uuid4().hex

    def renewed(self) -> RequestError:
        """Draw another key in place of one that no page has drawn; says what to do."""
        self.key.data = uuid4().hex
        return RequestError("This form is none of ours. Look it over, and send it again.")


class CommentForm(StepForm):
    """A step that has to be explained."""

    comment = TextAreaField(
        "What should change, or why",
        [
            Required("Say why in a few words; the person reads it."),
            Length(max=LONGEST_COMMENT, message="Use at most 500 characters."),
            no_control_characters,
        ],
    )


class CompleteForm(StepForm):
    actual = MoneyField("What it did cost", [Required("Enter the amount, 0 for nothing.")])


class ApproveForm(StepForm):
    """Made by `approve_form`, which adds a field for each fund that may pay."""

    funds: Sequence[Fund] = ()

    @property
    def fund_fields(self) -> list[tuple[Fund, Any]]:
        return [(fund, self[_name(fund)]) for fund in self.funds]

    @property
    def parts(self) -> dict[int, int]:
        """Cents by fund id; an empty field is nothing."""
        return {fund.id: self[_name(fund)].data or 0 for fund in self.funds}


def approve_form(
    funds: Sequence[Fund], *, typed: Any = None, suggested: Mapping[int, int] | None = None
) -> ApproveForm:
    """Return the form as sent, or with what each fund would pay."""
    form = _form_of(tuple((_name(fund), fund.name) for fund in funds))(
        typed, data={f"fund_{one}": cents for one, cents in (suggested or {}).items()}
    )
    form.funds = funds
    return form


@lru_cache(maxsize=500)
def _form_of(fields: tuple[tuple[str, str], ...]) -> type[ApproveForm]:
    class Form(ApproveForm):
        pass

    for name, label in fields:
        setattr(Form, name, MoneyField(label))
    return Form


def _name(fund: Fund) -> str:
    return f"fund_{fund.id}"
