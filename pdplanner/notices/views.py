"""What the user was told, newest first, and how they want it mailed."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.extensions import db
from pdplanner.notices import mailing, queries, services
from pdplanner.notices.forms import MailsForm, ReadForm
from pdplanner.notices.models import Mails, Notice
from pdplanner.web.htmx import page
from pdplanner.web.record_ids import LARGEST_ID

bp = Blueprint("notices", __name__, url_prefix="/notices")


@bp.get("/")
@access.requires("signed_in")
def index() -> ResponseReturnValue:
    user_id = signed_in_user().id
    form = MailsForm(mails=queries.mails_of([user_id])[user_id].value)
    return _page(form)


@bp.post("/<int:notice_id>/open")
@access.requires("notice.read")
def open_(notice_id: int) -> ResponseReturnValue:
    """Note that it is read and go where it leads."""
    notice = access.load_to_change(Notice, notice_id)
    path = notice.path
    services.mark_read(notice)
    db.session.commit()
    return redirect(path, 303)


@bp.post("/read")
@access.requires("signed_in")
def read_all() -> ResponseReturnValue:
    form = ReadForm(request.form)
    if form.validate():
        services.mark_all_read(signed_in_user(), up_to=min(int(form.up_to.data), LARGEST_ID))
        db.session.commit()
    return redirect(url_for(".index"), 303)


@bp.post("/mails")
@access.requires("signed_in")
def save_mails() -> ResponseReturnValue:
    form = MailsForm(request.form)
    if not form.validate():
        return _page(form), 422
    services.choose_mails(signed_in_user(), Mails(form.mails.data))
    db.session.commit()
    mailing.send_due.later()
    flash("Saved.")
    return redirect(url_for(".index"), 303)


def _page(form: MailsForm) -> str:
    listed = queries.notices_of(signed_in_user().id, number=request.args.get("page"))
    return page("notices/index.html", listed=listed, form=form)
