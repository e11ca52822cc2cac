"""Money taken from one fund to another of the same fiscal year."""

from datetime import date
from uuid import uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.budgets import last_days, ledger, queries, transferring
from pdplanner.budgets.forms import TransferForm
from pdplanner.budgets.models import Fund
from pdplanner.budgets.views.blueprint import bp
from pdplanner.extensions import db
from pdplanner.web.filters import dollars
from pdplanner.web.htmx import page


@bp.get("/funds/<int:fund_id>/transfer")
@access.requires("fund.write")
def new_transfer(fund_id: int) -> ResponseReturnValue:
    fund = access.load(Fund, fund_id)
    form = TransferForm(take_unsaved(request.path), key=uuid4().hex, targets=_targets(fund))
    return _page(form, fund)


@bp.post("/funds/<int:fund_id>/transfer")
@access.requires("fund.write")
@typed_comes_back
def transfer(fund_id: int) -> ResponseReturnValue:
    fund = access.load(Fund, fund_id)
    form, status = TransferForm(request.form, targets=_targets(fund)), 422
    if form.validate():
        target = access.load(Fund, form.target.data)
        sent = {"key": form.key.data, "reason": form.note.data}
        try:
            transferring.transfer(fund, target, form.cents.data, by_id=signed_in_user().id, **sent)
        except ledger.LedgerError as error:
            db.session.rollback()
            status = 409 if isinstance(error, ledger.KeyUsedError) else 422
            form.refuse(form.cents, str(error))
            # Whoever reads that and sends it again means another transfer.
            form.key.data = uuid4().hex
            fund = access.load(Fund, fund_id)
        else:
            db.session.commit()
            flash(f"{dollars(form.cents.data)} is taken from {fund.named} to {target.named}.")
            return redirect(url_for("reports.ledger", fund_id=fund_id), 303)
    return _page(form, fund), status


def _targets(fund: Fund) -> list[tuple[int, str]]:
    """The other funds of the year whose money the user keeps."""
    funds = queries.funds_of(fund.fiscal_year.unit, fund.fiscal_year, with_rules=False)
    kept = (each for each in funds if each.id != fund.id and access.may("fund.write", each))
    today = queries.today_in(fund.fiscal_year)
    return [(each.id, f"{each.name}, {each.unit.name}{_until(each, today)}") for each in kept]


def _until(fund: Fund, today: date) -> str:
    over = last_days.is_past(fund, today=today)
    return f" ({last_days.could_be_spent(fund.spend_by)}: past)" if over else ""


def _page(form: TransferForm, fund: Fund) -> str:
    return page(
        "budgets/transfer_form.html",
        form=form,
        fund=fund,
        past=last_days.past_words(fund) if transferring.gives_nothing(fund) else "",
        gives_nothing=transferring.GIVES_NOTHING,
    )
