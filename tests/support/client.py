"""A test client that carries its CSRF token and refuses a page with broken HTML."""

from datetime import UTC
from typing import Any

from flask import current_app
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.extensions import db
from tests.support import html

HTMX = {"HX-Request": "true"}


RAW_TOKEN = "f" * 40


def session_of(user: User | None) -> tuple[str, str]:
    """Return the session cookie's value and the CSRF token of a session of `user`, or of nobody."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    signer = app.session_interface.get_signing_serializer(app)
    session: dict[str, object] = {"csrf_token": RAW_TOKEN}
    if user is not None:
        session |= {"_user_id": user.fs_uniquifier, "_fresh": True}
    return signer.dumps(session), _token(app.config["SECRET_KEY"])


def _token(secret: str) -> str:
    return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(RAW_TOKEN))


class Client(FlaskClient):
    token: str | None = None

    def sign_in(self, user: User) -> "Client":
        """Begin a session as `user`, as the sign-in page would, without hashing a password."""
        with self.session_transaction() as session:
            session["_user_id"] = user.fs_uniquifier
            session["_fresh"] = True
            session["fs_paa"] = clock.now().replace(tzinfo=UTC).timestamp()
        return self.with_token()

    def with_token(self) -> "Client":
        """Carry a CSRF token, so that an answer is about access and not about the form."""
        with self.session_transaction() as session:
            session["csrf_token"] = RAW_TOKEN
        self.token = _token(self.application.config["SECRET_KEY"])
        return self

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if self.token and kwargs.get("method", "GET") not in ("GET", "HEAD", "OPTIONS"):
            kwargs["headers"] = {"X-CSRFToken": self.token, **dict(kwargs.get("headers") or {})}
        kwargs.setdefault("buffered", True)
        # The test's own session ends its transaction, and sees afterwards what the request did.
        db.session.commit()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data and not response.location:
            fragment = not response.text.lstrip().lower().startswith("<!doctype")
            mistakes = html.problems(response.text.strip(), fragment=fragment)
            assert mistakes == [], f"{response.request.path}: {mistakes}"
        return response


def end_session(client):
    client.delete_cookie("session")
    client.token = None


def return_after_signing_in(client, user):
    """Go on as the sign-in page would: the same session, now with a user."""
    client.sign_in(user)
