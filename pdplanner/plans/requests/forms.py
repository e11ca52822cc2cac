"""The forms of requests. `key` is drawn when a form is shown: what it asks for is done once."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask import request
from werkzeug.datastructures import CombinedMultiDict
from wtforms import (
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, Regexp, ValidationError

from pdplanner.files.kinds import ACCEPT, EXPECTED
from pdplanner.plans.models import CostKind, FileKind, PaidBy
from pdplanner.plans.requests.errors import RequestError
from pdplanner.web.edit_forms import EditForm
from pdplanner.web.forms import BaseForm, MoneyField, Required, no_control_characters, sensible_day

LONGEST_COMMENT = 500
LONGEST_BESIDE_SUMS = 400
"""Of a step that says two sums before the comment: both are stored in one column."""
FILE_KINDS = [SelectChoice(each.value, each.capitalize()) for each in FileKind]
PAID_BY = [
    SelectChoice(PaidBy.DISTRICT.value, "The district"),
    SelectChoice(PaidBy.PERSON.value, "The person, who is reimbursed"),
]
KEY = re.compile(r"[0-9a-f]{32}\Z")


def _a_file(_form: Any, field: FileField) -> None:
    if not getattr(field.data, "filename", ""):
        raise ValidationError(EXPECTED)


def _written(longest: int) -> list[Any]:
    at_most = Length(max=longest, message=f"Use at most {longest} characters.")
    return [at_most, no_control_characters]


class StepForm(BaseForm):
    key = HiddenField(validators=[Regexp(KEY, message="Open the page anew.")])
    comment = TextAreaField("Comment", _written(LONGEST_COMMENT))

    def __init__(self, formdata: Any = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        if formdata is None:
            self.key.data = uuid4().hex

    @property
    def sent(self) -> bool:
        """Whether it holds what somebody sent: it then stands open."""
        return self.key.raw_data is not None

    def renew(self) -> None:
        """Draw another key, for a form that is shown again."""
        self.key.data = uuid4().hex

    def renewed(self) -> RequestError:
        """Draw another key in place of one that no page has drawn; says what to do."""
        self.renew()
        return RequestError("This form is none of ours. Look it over, and send it again.")


def _words(question: str, missing: str, longest: int = LONGEST_COMMENT) -> TextAreaField:
    return TextAreaField(question, [Required(missing), *_written(longest)])


class CommentForm(StepForm):
    """A step that has to be explained."""

    comment = _words("Why", "Say why in a few words; the person reads it.")


class ReturnForm(CommentForm):
    comment = _words(
        "What should change", "Say in a few words what should change; the person reads it."
    )


class DeclineForm(CommentForm):
    comment = _words("Why it is declined", "Say why in a few words; the person reads it.")


class CancelForm(CommentForm):
    comment = _words("Why it is called off", "Say why in a few words; it stays with the request.")


class CostFields(BaseForm):
    """What it costs, a field for each kind; `named` keeps two such forms of a page apart."""

    named = ""
    fee = MoneyField("Fee", [Required("Enter the amount, 0 for nothing.")])
    travel = MoneyField("Travel")
    lodging = MoneyField("Lodging")
    meals = MoneyField("Meals")
    materials = MoneyField("Materials")
    substitute = MoneyField("Substitute")

    def __init__(self, formdata: Any = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        for field in self.cost_fields:
            field.id = f"{self.named}-{field.name}"

    @property
    def cost_fields(self) -> list[Any]:
        return [self[kind.value] for kind in CostKind]

    @property
    def costs(self) -> dict[CostKind, int]:
        """An empty field is nothing."""
        return {kind: self[kind.value].data or 0 for kind in CostKind}


class CostForm(CostFields, StepForm, EditForm):
    """What an item is to cost; two people who change it at once see each other's entries."""

    named = "cost"
    # Filled where all that is new today is taken over: price and hours as the page showed them.
    price_today = HiddenField(validators=[Length(max=20)])
    hours_today = HiddenField(validators=[Length(max=20)])
    comment = TextAreaField("Why it changes", _written(LONGEST_BESIDE_SUMS))

    def __init__(self, formdata: Any = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.comment.id = f"{self.named}-comment"


class CompleteForm(CostFields, StepForm):
    """What it did cost; `more` are the cents above what was approved that are to be taken too."""

    named = "actual"
    more = IntegerField("It did cost more", [Optional()])

    def __init__(self, formdata: Any = None, *, approved_cents: int, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.approved_cents = approved_cents

    @property
    def asks_for(self) -> int:
        """The cents above what was approved that the page asks about."""
        return max(0, sum(self.costs.values()) - self.approved_cents)


class CorrectForm(CostFields, CommentForm):
    """What it did cost after all, and why that was entered otherwise."""

    named = "corrected"
    comment = _words(
        "Why", "Say why in a few words; the person reads it.", longest=LONGEST_BESIDE_SUMS
    )


class PurchaseForm(EditForm):
    """`vendors` are the choices (vendor id, name); 0 is none."""

    vendor_id = SelectField("Vendor", coerce=int)
    order_number = StringField("Purchase order", [Length(max=40), no_control_characters])
    ordered_on = DateField("Ordered on", [Optional(), sensible_day])
    paid_by = SelectField("Paid by", choices=PAID_BY)
    reimbursed_cents = MoneyField("Reimbursed, $")
    reimbursed_on = DateField("Reimbursed on", [Optional(), sensible_day])

    def __init__(
        self, typed: Any = None, *, vendors: Sequence[tuple[int, str]], **values: Any
    ) -> None:
        super().__init__(typed, **values)
        self.vendor_id.choices = [
            SelectChoice(0, "Not named"),
            *(SelectChoice(*vendor) for vendor in vendors),
        ]

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"vendor_id": self.vendor_id.data or None}


class FileForm(BaseForm):
    """A file and what it is; one that replaces another stays what that is."""

    kind = SelectField("It is", choices=FILE_KINDS)
    file = FileField("File", [_a_file], render_kw={"accept": ACCEPT, "required": True})

    @classmethod
    def sent(cls, *, replaces: bool = False) -> "FileForm":
        form = cls(CombinedMultiDict([request.files, request.form]))
        if replaces:
            del form.kind
        return form
