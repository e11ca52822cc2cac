"""Error pages: what happened, what is kept, what to do."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from pdplanner.web import transactions

CODES = (400, 403, 404, 405, 409, 413, 429, 500)


def init_app(app: Flask) -> None:
    for code in CODES:
        app.register_error_handler(code, _page)


def _page(error: HTTPException) -> ResponseReturnValue:
    transactions.end_writing()
    code = error.code or 500
    return render_template(f"errors/{code}.html"), code
