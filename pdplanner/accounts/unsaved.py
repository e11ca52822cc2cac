"""What was typed when a session had ended: kept over the sign-in, and given back to its form.

It is given back to whoever typed it alone. A form's token outlives its session, so it begins with
the account whose page the form stood on.
"""

import secrets
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from flask import current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict

from pdplanner.accounts.models import User

# Browsers drop a longer cookie without a word.
LONGEST_COOKIE = 3_900
# Flask-WTF signs its tokens with it.
SALT = "wtf-csrf-token"

P = ParamSpec("P")
R = TypeVar("R")


def mark_session(user: User) -> None:
    """Let the tokens of a session that begins say whose it is."""
    before = session.get("csrf_token", "")
    if _account_of(before) != user.id:
        session["token_before"] = before
        session["csrf_token"] = f"{user.id}.{secrets.token_hex(20)}"


def is_form_before_sign_in() -> bool:
    """Whether the form stood on a page that this browser opened before it signed in here."""
    before = session.get("token_before")
    return bool(before) and _token_of_form() == before


def keep() -> bool:
    """Keep what the form held; whether it will be back in its fields.

    Not asked of Flask-Security's forms, which hold passwords.
    """
    fields = {
        name: values if len(values) > 1 else values[0]
        for name, values in request.form.lists()
        if name != "csrf_token"
    }
    session["unsaved"] = {"path": request.path, "fields": fields, "of": _account_of_form()}
    if _length_of_cookie() > LONGEST_COOKIE:
        session.pop("unsaved")
        return False
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(fields) and getattr(view, "typed_comes_back", False)


def _account_of_form() -> int | None:
    """Whose page a form stood on, said by its token, which outlives the session."""
    return _account_of(_token_of_form())


def _token_of_form() -> str:
    """The session's token that a form was made with; empty where it is none that we signed."""
    given = request.form.get("csrf_token") or request.headers.get("X-CSRFToken") or ""
    signer = URLSafeTimedSerializer(cast("str", current_app.secret_key), salt=SALT)
    try:
        return cast("str", signer.loads(given))
    except BadData:
        return ""


def _account_of(token: str) -> int | None:
    """The account that a session's token begins with; None of a session of nobody."""
    account, dot, _random = token.partition(".")
    return int(account) if dot else None


def _length_of_cookie() -> int:
    cookies = cast(SecureCookieSessionInterface, current_app.session_interface)
    signer = cookies.get_signing_serializer(current_app)
    return len(signer.dumps(dict(session))) if signer else 0


def take_unsaved(path: str) -> MultiDict[str, str] | None:
    """Return once what was typed into the form at `path` when its session had ended, or None.

    What somebody else typed, who had the browser before, is not given back to anybody.
    """
    kept = session.get("unsaved")
    if not kept or kept["path"] != path:
        return None
    session.pop("unsaved")
    # None: the page was of a session that began before tokens said whose they are.
    if kept.get("of") not in (None, g.user_id):
        return None
    return MultiDict(kept["fields"]) or None


def typed_comes_back(view: Callable[P, R]) -> Callable[P, R]:
    """Say on the view of a form that its page gives back what `take_unsaved` kept."""
    view.typed_comes_back = True  # type: ignore[attr-defined]
    return view
