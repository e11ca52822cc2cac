"""One line of JSON for each request, and the reference that joins it with its error page.

A line holds numbers and addresses of pages, never what was typed: no query string, no mail address,
no token. Who starts a process says by `write_lines` where its lines go.
"""

import json
import logging
import secrets
import time
from typing import Any

from flask import Flask, Response, current_app, g, request

from pdplanner import clock

FILE = "requests.log"
# What follows them in an address opens an account, or a budget.
SECRETS = ("/reset/", "/budget/board/")

log = logging.getLogger("pdplanner.request")
log.setLevel(logging.INFO)


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)
    app.log_exception = _log_exception  # type: ignore[method-assign]


def write_lines(app: Flask) -> None:
    """Write this process's lines to the console; the demo's into a file, beside its accounts."""
    to_file = app.config["DEMO"]
    handler = logging.FileHandler(app.config["DATA_FOLDER"] / FILE) if to_file else None
    log.addHandler(handler or logging.StreamHandler())
    log.propagate = False


def note(**facts: object) -> None:
    """Write one line with the time before the facts."""
    log.info(json.dumps({"time": f"{clock.now().isoformat()}Z", **facts}))


def milliseconds_since(began: float) -> float:
    return round((time.perf_counter() - began) * 1_000, 1)


def _begin() -> None:
    """The reference is our own: one that the browser sends could be anybody's."""
    g.reference = secrets.token_hex(8)
    g.began = time.perf_counter()
    g.user_id = None


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.reference
    note(
        id=g.reference,
        method=request.method,
        path=_path(),
        status=response.status_code,
        ms=milliseconds_since(g.began),
        user=g.user_id,
    )
    return response


def _path() -> str:
    path = request.path
    opened = next((start for start in SECRETS if path.startswith(start)), None)
    return f"{opened}..." if opened else path


def _log_exception(exc_info: Any) -> None:
    """What broke, for whoever runs pdplanner; the person sees the reference alone."""
    current_app.logger.error(
        "%s %s broke, reference %s", request.method, _path(), g.reference, exc_info=exc_info
    )
