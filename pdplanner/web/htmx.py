"""The one place that decides between a page and a fragment of it."""

from http import HTTPStatus

from flask import Flask, Response, render_template
from htmx_flask import request
from jinja2_fragments.flask import render_block

from pdplanner.web import transactions


def init_app(app: Flask) -> None:
    app.after_request(_vary)
    app.after_request(_keep_address)


def render(template: str, *, fragment: str, **context: object) -> str:
    """Render the page, or only the block `fragment` when htmx asks for it."""
    if wants_fragment():
        transactions.end_writing()
        return render_block(template, fragment, **context)
    return page(template, **context)


def page(template: str, **context: object) -> str:
    """Render a whole page, whoever asks."""
    transactions.end_writing()
    return render_template(template, **context)


def wants_fragment() -> bool:
    """Boosted links and history restores send HX-Request but need the page."""
    htmx = request.htmx
    return bool(htmx) and not (htmx.boosted or htmx.history_restore_request)


def _keep_address(response: Response) -> Response:
    """A refused form stands where it stood: its own address would open nothing."""
    if request.htmx and response.status_code >= HTTPStatus.BAD_REQUEST:
        response.headers["HX-Push-Url"] = "false"
    return response


def _vary(response: Response) -> Response:
    response.vary.add("HX-Request")
    return response
