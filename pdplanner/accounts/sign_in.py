"""Sign-in by Flask-Security: our accounts, our queue for its mail, our answers."""

from typing import Any, cast

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    request,
    session,
    url_for,
)
from flask.sessions import SecureCookieSessionInterface
from flask_security import (
    MailUtil,
    RoleMixin,
    Security,
    SQLAlchemyUserDatastore,
    current_user,
    user_authenticated,
)
from flask_wtf.csrf import CSRFError
from werkzeug.local import LocalProxy

from pdplanner.accounts import limits, queries
from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.web import htmx, mail, transactions
from pdplanner.web.addresses import local_path

# Browsers drop a longer cookie without a word.
LONGEST_COOKIE = 3_900


class Accounts(SQLAlchemyUserDatastore):
    """Flask-Security's store of our accounts, quick where every request asks."""

    def find_user(self, case_insensitive: bool = False, **criteria: Any) -> User | None:
        if criteria.keys() == {"fs_uniquifier"}:
            found = signed_in(criteria["fs_uniquifier"])
            return found.user if found else None
        return cast(User | None, super().find_user(case_insensitive, **criteria))


class QueuedMail(MailUtil):
    """Flask-Security's mail, sent by our worker."""

    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: str | None,
        html: str | None, **kwargs: Any,
    ) -> None:  # fmt: skip
        mail.deliver.later(str(recipient), str(subject), body or "")


def init_app(app: Flask) -> None:
    # Roles stand at units, as grants, so Flask-Security finds none of its own.
    security = Security(app, Accounts(db, User, RoleMixin), mail_util_cls=QueuedMail)
    security.unauthn_handler(_no_session)
    user_authenticated.connect(_note_who, app)
    app.register_error_handler(CSRFError, _token_refused)
    limits.init_app(app)


def signed_in(uniquifier: str) -> queries.SignedIn | None:
    """Who a session names and what they may reach, read once a request."""
    found: queries.SignedIn | None = g.get("signed_in")
    if found is None or found.user.fs_uniquifier != uniquifier:
        found = g.signed_in = queries.signed_in(uniquifier)
        g.user_id = found.user.id if found else None
    return found


def _note_who(_app: Flask, *, user: User, **_more: object) -> None:
    """The line of a sign-in says who came."""
    g.user_id = user.id


def signed_in_user() -> User:
    """The user behind the request; views that need one say so by `access.requires`."""
    user: User = cast("LocalProxy[User]", current_user)._get_current_object()
    return user


def take_unsaved(path: str) -> dict[str, str]:
    """Return once what was typed into the form at `path` when its session had ended."""
    kept = session.get("unsaved")
    if not kept or kept["path"] != path:
        return {}
    session.pop("unsaved")
    return dict(kept["fields"])


def _no_session(_mechanisms: list[str], headers: dict[str, str] | None = None) -> Response:
    """Flask-Security's own pages ask here; it names the second argument."""
    return ask_to_sign_in()


def ask_to_sign_in() -> Response:
    """Send the browser to the sign-in page and back, keeping what was typed."""
    _keep_typed_fields()
    address = url_for("security.login", next=_page_of_request())
    return _go(address)


def _token_refused(_error: CSRFError) -> Response:
    """A form older than its session: nothing typed is lost, whoever has to sign in again."""
    transactions.end_writing()
    if not current_user.is_authenticated and request.endpoint not in limits.ENDPOINTS:
        return ask_to_sign_in()
    return make_response(htmx.page("errors/400.html", form_expired=True), 400)


def _go(address: str) -> Response:
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": address})
    return cast(Response, redirect(address, 303 if request.method == "POST" else 302))


def _page_of_request() -> str:
    """The page to come back to: a form belongs to the page that showed it."""
    if request.method in transactions.SAFE_METHODS and not request.headers.get("HX-Request"):
        return request.full_path.removesuffix("?")
    shown = request.headers.get("HX-Current-URL") or request.referrer or ""
    return local_path(shown, host=request.host) or "/"


def _keep_typed_fields() -> None:
    """Not from Flask-Security's forms, which hold passwords."""
    if request.method in transactions.SAFE_METHODS or request.blueprint == "security":
        return
    fields = {k: v for k, v in request.form.items() if k != "csrf_token"}
    session["unsaved"] = {"path": request.path, "fields": fields}
    if _length_of_cookie() > LONGEST_COOKIE:
        session.pop("unsaved")


def _length_of_cookie() -> int:
    cookies = cast(SecureCookieSessionInterface, current_app.session_interface)
    signer = cookies.get_signing_serializer(current_app)
    return len(signer.dumps(dict(session))) if signer else 0
