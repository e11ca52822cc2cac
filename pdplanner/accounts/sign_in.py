"""Sign-in by Flask-Security: our accounts, our queue for its mail, our answers."""

from functools import cache
from typing import Any, cast
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    g,
    make_response,
    redirect,
    request,
    session,
    url_for,
)
from flask_security import (
    MailUtil,
    RoleMixin,
    Security,
    SQLAlchemyUserDatastore,
    current_user,
    password_changed,
    password_reset,
    user_authenticated,
)
from flask_wtf.csrf import CSRFError
from werkzeug.local import LocalProxy

from pdplanner import clock
from pdplanner.accounts import limits, queries, services, unsaved
from pdplanner.accounts.messages import MESSAGES
from pdplanner.accounts.models import User
from pdplanner.audit.models import Access
from pdplanner.extensions import db
from pdplanner.web import htmx, mail, transactions
from pdplanner.web.addresses import local_path

ENDED = {
    "kept": "Your session had ended. What you typed is kept; "
    "sign in and you are back where you were.",
    "lost": "Your session had ended before the last step was saved. Sign in and do it again.",
}


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
    app.config.update({f"SECURITY_MSG_{name}": said for name, said in MESSAGES.items()})
    # Roles stand at units, as grants, so Flask-Security finds none of its own.
    security = Security(app, Accounts(db, User, RoleMixin), mail_util_cls=QueuedMail)
    security.unauthn_handler(_no_session)
    security.login_context_processor(_why_sign_in)
    user_authenticated.connect(_arrived, app)
    password_reset.connect(_password_set, app)
    password_changed.connect(_password_set, app)
    app.register_error_handler(CSRFError, _token_refused)
    limits.init_app(app)
    # A page writes many days: the zone of its user is looked up for the first.
    app.before_request(lambda: clock.name_zone(cache(_time_zone)))
    app.teardown_request(lambda _error: clock.name_zone(lambda: clock.UTC_ZONE))


def _time_zone() -> str:
    """Where the days of a request begin: in the district of its user."""
    found = signed_in(current_user.fs_uniquifier) if current_user.is_authenticated else None
    return (found and found.time_zone) or clock.UTC_ZONE


def signed_in(uniquifier: str) -> queries.SignedIn | None:
    """Who a session names and what they may reach, read once a request."""
    found: queries.SignedIn | None = g.get("signed_in")
    if found is None or found.user.fs_uniquifier != uniquifier:
        found = g.signed_in = queries.signed_in(uniquifier)
        g.user_id = found.user.id if found else None
    return found


def _arrived(_app: Flask, *, user: User, **_more: object) -> None:
    """The line of a sign-in says who came, and the next sign-in has a reason of its own."""
    g.user_id = user.id
    session.pop("ended", None)
    unsaved.mark_session(user)
    # It is sent once more where somebody who is signed in changes their password.
    if request.endpoint == "security.login":
        services.record(Access.SIGNED_IN, user, by_id=user.id)


def _password_set(_app: Flask, *, user: User, **_more: object) -> None:
    services.record(Access.PASSWORD_SET, user, by_id=user.id)


def signed_in_user() -> User:
    """The user behind the request; views that need one say so by `access.requires`."""
    user: User = cast("LocalProxy[User]", current_user)._get_current_object()
    return user


def _no_session(_mechanisms: list[str], headers: dict[str, str] | None = None) -> Response:
    """Flask-Security's own pages ask here; it names the second argument."""
    return ask_to_sign_in()


def ask_to_sign_in() -> Response:
    """Send the browser to the sign-in page and back, keeping what was typed."""
    session.pop("ended", None)
    if request.method not in transactions.SAFE_METHODS and request.blueprint != "security":
        session["ended"] = "kept" if unsaved.keep() else "lost"
    return _go(url_for("security.login", next=_page_of_request()))


def _token_refused(_error: CSRFError) -> Response:
    """A form older than its session: nothing typed is lost, whoever has to sign in again."""
    transactions.end_writing()
    if not current_user.is_authenticated:
        if request.endpoint not in limits.ENDPOINTS:
            return ask_to_sign_in()
    elif request.endpoint == "security.login" and unsaved.is_form_before_sign_in():
        # Who signed in on another page meanwhile goes where this one would have led.
        return _go(local_path(request.values.get("next", ""), host=request.host) or "/")
    return make_response(htmx.page("errors/400.html", form_expired=True), 400)


def _go(address: str) -> Response:
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": address})
    return cast(Response, redirect(address, 303 if request.method == "POST" else 302))


def _page_of_request() -> str:
    """The page to come back to: a form belongs to the page that showed it.

    What asks for a part of the page that it stands on, with what is chosen and typed there, comes
    back to that page with all of it.
    """
    shown = request.headers.get("HX-Current-URL") or request.referrer or ""
    page = local_path(shown, host=request.host) or "/"
    of_itself = not request.headers.get("HX-Request") or urlsplit(page).path == request.path
    if request.method in transactions.SAFE_METHODS and of_itself:
        return request.full_path.removesuffix("?")
    return page


def _why_sign_in() -> dict[str, str]:
    """What the sign-in page says above its form, for its template."""
    if not request.values.get("next"):
        return {"reason": ""}
    return {"reason": ENDED.get(session.get("ended", ""), "Sign in to go on.")}
