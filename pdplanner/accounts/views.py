from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access, services
from pdplanner.accounts.forms import AccountForm
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.extensions import db
from pdplanner.web.htmx import render

bp = Blueprint("accounts", __name__, url_prefix="/account")


@bp.get("/")
@access.requires("signed_in")
def show() -> ResponseReturnValue:
    return _page(AccountForm(obj=signed_in_user()))


@bp.post("/")
@access.requires("signed_in")
def save() -> ResponseReturnValue:
    form = AccountForm(request.form)
    if not form.validate():
        return _page(form), 422
    services.choose_theme(signed_in_user(), **form.values)
    db.session.commit()
    flash("Saved.")
    return redirect(url_for(".show"), 303)


def _page(form: AccountForm) -> str:
    user = signed_in_user()
    has_roles = bool(access.reaches())
    return render(
        "accounts/show.html", fragment="account", form=form, user=user, has_roles=has_roles
    )
