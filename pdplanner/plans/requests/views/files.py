"""Adding, replacing, removing and reading the files on a request."""

from collections.abc import Callable

from flask import Response, abort, current_app, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.extensions import db
from pdplanner.files import storage
from pdplanner.files.kinds import WrongFileError
from pdplanner.files.models import StoredFile
from pdplanner.files.storage import MOST_BYTES, StorageFullError
from pdplanner.plans.models import ItemFile, PlanItem
from pdplanner.plans.requests import files
from pdplanner.plans.requests.errors import NotNowError, RequestError
from pdplanner.plans.requests.forms import FileForm
from pdplanner.plans.requests.page_forms import FILE
from pdplanner.plans.requests.taking import request_with
from pdplanner.plans.requests.views.blueprint import bp
from pdplanner.web import transactions
from pdplanner.web.record_ids import get_or_none
from pdplanner.web.uploads import takes_file


@bp.post("/<int:item_id>/files")
@access.requires("request.read")
@takes_file(MOST_BYTES)
def add_file(item_id: int) -> ResponseReturnValue:
    access.load(PlanItem, item_id)
    form = FileForm.sent()

    def change(item: PlanItem, stored: StoredFile) -> None:
        files.add_file(item, stored, kind=form.kind.data)

    return _kept(item_id, form, change)


@bp.get("/<int:item_id>/files/<int:file_id>")
@access.requires("request.read")
def read_file(item_id: int, file_id: int) -> ResponseReturnValue:
    stored = _file(access.load(PlanItem, item_id), file_id).stored
    path = storage.path_of(stored.place)
    if not path.exists():
        # The data folder was lost, or restored without its files.
        current_app.logger.error("The content of stored file %s is missing.", stored.id)
        abort(404)
    response: Response = send_file(
        path,
        mimetype=stored.media_type,
        as_attachment=True,
        download_name=stored.name,
    )
    return response


@bp.post("/<int:item_id>/files/<int:file_id>")
@access.requires("request.read")
@takes_file(MOST_BYTES)
def replace_file(item_id: int, file_id: int) -> ResponseReturnValue:
    _file(access.load(PlanItem, item_id), file_id)
    form = FileForm.sent(replaces=True)
    old: list[str] = []

    def change(item: PlanItem, stored: StoredFile) -> None:
        old.append(files.replace_file(_file(item, file_id), stored, by=signed_in_user()))

    answer = _kept(item_id, form, change)
    for place in old:
        storage.discard(place)
    return answer


@bp.post("/<int:item_id>/files/<int:file_id>/remove")
@access.requires("request.read")
def remove_file(item_id: int, file_id: int) -> ResponseReturnValue:
    file = _file(access.load_to_change(PlanItem, item_id), file_id)
    name = file.stored.name
    try:
        place = files.remove_file(file, by=signed_in_user())
    except RequestError as error:
        db.session.rollback()
        return request_with(item_id, {}, problem=error), 409
    db.session.commit()
    storage.discard(place)
    flash(f"{name} is removed.")
    return redirect(url_for(".show", item_id=item_id), 303)


def _kept(
    item_id: int, form: FileForm, change: Callable[[PlanItem, StoredFile], None]
) -> ResponseReturnValue:
    """Keep what was sent, then enter it; where it is refused, nothing of it stays."""
    if not form.validate():
        return _refused(item_id, form, " ".join(form.file.errors)), 422
    # The disk may be slow: nobody waits for a transaction meanwhile.
    transactions.end_writing()
    sent, by_id = form.file.data, signed_in_user().id
    try:
        stored = storage.keep(sent_name=sent.filename, content=sent.read(), by_id=by_id)
    except (WrongFileError, StorageFullError) as error:
        return _refused(item_id, form, str(error)), 422
    name = stored.name
    transactions.begin_writing()
    try:
        change(access.load_to_change(PlanItem, item_id), stored)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        storage.discard(stored.place)
        if not isinstance(error, RequestError):
            raise
        return request_with(item_id, {}, problem=error), 409 if isinstance(
            error, NotNowError
        ) else 422
    flash(f"{name} is added.")
    return redirect(url_for(".show", item_id=item_id), 303)


def _refused(item_id: int, form: FileForm, why: str) -> str:
    """Say what is wrong at the form for another file, or above the page for one in its place."""
    if not form.kind:
        return request_with(item_id, {}, problem=RequestError(why))
    form.file.errors = form.file.errors or [why]
    return request_with(item_id, {FILE: form})


def _file(item: PlanItem, file_id: int) -> ItemFile:
    """The file, where it is one of this request."""
    file = get_or_none(ItemFile, file_id)
    return file if file is not None and file.item_id == item.id else abort(404)
