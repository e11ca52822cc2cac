"""The form of an approval: what each fund pays, in dollars or as a part of the cost."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from wtforms import HiddenField

from pdplanner.budgets.models import Fund
from pdplanner.budgets.splitting import split
from pdplanner.plans.items.payers import Payers
from pdplanner.plans.requests.errors import NotNowError
from pdplanner.plans.requests.forms import StepForm
from pdplanner.plans.requests.overdrawn_funds import Over, would_go_over
from pdplanner.web.filters import dollars
from pdplanner.web.forms import MoneyField

PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?) ?%")
WHOLE = 10_000
"""Hundredths of a percent."""
REST = 0
"""No fund has this id: what the percentages leave."""


class Part(NamedTuple):
    """A part of the cost, in hundredths of a percent."""

    hundredths: int


class ShareField(MoneyField):
    """Dollars ("120.50") or a part of the cost ("40 %"); its data is cents, a Part, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        percent = PERCENT.fullmatch(text)
        if percent is None:
            super().process_formdata(valuelist)
            return
        self.data = Part(int(Decimal(percent[1]) * 100))
        if self.data.hundredths > WHOLE:
            raise ValueError("Enter at most 100 %.")


class ApproveForm(StepForm):
    """Made by `approve_form`, which adds a field for each fund that may pay."""

    # What it cost when the form was shown: a part of another cost is another approval.
    whole = HiddenField()

    funds: Sequence[Fund] = ()
    cents = 0
    gone: Sequence[str] = ()
    """Why funds that were named before cannot pay any more what they were to."""
    lacking = 0
    """The cents that none of the funds has left."""
    suggested = True
    """Whether the amounts in it go by what the funds have left: nobody typed any."""

    @property
    def fund_fields(self) -> list[tuple[Fund, Any]]:
        return [(fund, self[_name(fund)]) for fund in self.funds]

    @property
    def parts(self) -> dict[int, int]:
        """Cents by fund id, nothing for an empty field.

        Percentages share to the cent: largest remainder first, as `splitting.split` does.
        """
        entries = {fund.id: field.data for fund, field in self.fund_fields}
        weights = {one: each.hundredths for one, each in entries.items() if isinstance(each, Part)}
        by_percent = split(self.cents, {**weights, REST: max(0, WHOLE - sum(weights.values()))})
        return {
            one: by_percent.get(one, 0) if one in weights else each or 0
            for one, each in entries.items()
        }

    @property
    def over(self) -> list[Over]:
        """The funds that what stands in it would take below zero."""
        return would_go_over(self.funds, self.parts)

    def refuse_another_cost(self) -> None:
        """Raise NotNowError where it does not cost any more what the form said; it says so then."""
        sent = self.whole.data or ""
        percents = any(isinstance(field.data, Part) for _fund, field in self.fund_fields)
        if sent != str(self.cents) and (sent or percents):
            self.whole.data = str(self.cents)
            raise NotNowError(f"It costs {dollars(self.cents)} by now. Look at it once more.")

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        parts = [each for _fund, each in self.fund_fields if isinstance(each.data, Part)]
        if sum(each.data.hundredths for each in parts) > WHOLE:
            self.refuse(parts[-1], "The funds would pay more than 100 %.")
            return False
        return sound


def approve_form(payers: Payers | None, *, typed: Any = None) -> ApproveForm:
    """Return the form as sent, or with what each fund would pay; no payers, no fields."""
    funds = payers.funds if payers else ()
    suggested: Mapping[int, int] = payers.suggested() if payers else {}
    form = _form_of(tuple((_name(fund), fund.named) for fund in funds))(
        typed, data={f"fund_{one}": cents for one, cents in suggested.items()}
    )
    form.funds, form.cents = funds, payers.cents if payers else 0
    form.gone = payers.gone() if payers else ()
    form.lacking = form.cents - sum(suggested.values())
    form.suggested = typed is None
    if form.suggested:
        form.whole.data = str(form.cents)
    return form


@lru_cache(maxsize=500)
def _form_of(fields: tuple[tuple[str, str], ...]) -> type[ApproveForm]:
    class Form(ApproveForm):
        pass

    for name, label in fields:
        setattr(Form, name, ShareField(label))
    return Form


def _name(fund: Fund) -> str:
    return f"fund_{fund.id}"
