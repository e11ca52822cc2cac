"""How often one may try: by address, since anybody can ask, and by account, whoever asks.

A school stands behind one address: a sign-in that works is not counted, and where each try counts
there is room for a whole team in the same hour.
"""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask, Response, current_app, request
from flask_limiter.util import get_remote_address
from flask_security.mail_util import EmailValidateException

from pdplanner.extensions import limiter


class Limit(NamedTuple):
    endpoint: str
    rate: str
    of: Callable[[], str] = get_remote_address
    """Whose tries are counted together."""
    counts: Callable[[Response], bool] | None = None
    """Which answers count as a try; None: all."""


def init_app(app: Flask) -> None:
    for limit in LIMITS:
        limited: Any = limiter.limit(
            limit.rate, key_func=limit.of, methods=["POST"], deduct_when=limit.counts
        )
        app.view_functions[limit.endpoint] = limited(app.view_functions[limit.endpoint])


def _account() -> str:
    """The account that a form names, whether or not there is one; as a hash, so that it is short.

    However it is written, it is normalized as sign-in does it.
    """
    typed = request.form.get("email", "")
    try:
        name = current_app.extensions["security"].mail_util.normalize(typed)
    except EmailValidateException:
        name = typed
    return hashlib.sha256(name.strip().lower().encode()).hexdigest()


def _failed(response: Response) -> bool:
    """A form that was right leads on to a page; a wrong one is shown again."""
    return response.status_code not in (302, 303)


LIMITS = (
    Limit("security.login", "10/5minute", counts=_failed),
    Limit("security.login", "30/hour", of=_account, counts=_failed),
    Limit("security.forgot_password", "30/hour"),
    Limit("security.forgot_password", "5/hour", of=_account),
    Limit("security.reset_password", "60/hour"),
    Limit("security.change_password", "10/hour", counts=_failed),
    Limit("security.verify", "10/hour", counts=_failed),
)
ENDPOINTS = frozenset(limit.endpoint for limit in LIMITS)
