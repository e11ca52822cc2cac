"""Error pages: what happened, what is kept, what to do."""

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from pdplanner.web import transactions, uploads
from pdplanner.web.addresses import local_path

CODES = (400, 403, 404, 405, 409, 413, 429, 500)


def init_app(app: Flask) -> None:
    for code in CODES:
        app.register_error_handler(code, _page)
    app.register_error_handler(MethodNotAllowed, _page_above)
    app.register_error_handler(RequestEntityTooLarge, _too_large)


def _page(error: HTTPException) -> ResponseReturnValue:
    transactions.end_writing()
    code = error.code or 500
    return render_template(f"errors/{code}.html"), code


def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say what is taken, and lead back to the page where it was chosen."""
    transactions.end_writing()
    left = local_path(request.referrer or "", host=request.host)
    back = left or (_address_above() if request.url_rule else None)
    return render_template("errors/413.html", back=back, most_bytes=uploads.most_bytes()), 413


def _page_above(error: MethodNotAllowed) -> ResponseReturnValue:
    """Lead whoever opens the address of a form to the page that it stands on.

    A refused form leaves its address in the browser, where it is reloaded or kept. Only the
    address decides, so the answer is the same whether or not there is such a record.
    """
    above = _address_above() if request.method in ("GET", "HEAD") else None
    return redirect(above) if above else _page(error)


def _address_above() -> str | None:
    """The nearest page that the address lies below; the start page is above all and is none."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None  # noqa: S101
    rule, values = adapter.match(method="POST", return_rule=True)
    rules = current_app.url_map.iter_rules()
    pages = {each.rule.rstrip("/"): each for each in rules if "GET" in (each.methods or ())}
    above = rule.rule
    while above := above.rpartition("/")[0]:
        if above in pages:
            page = pages[above]
            return url_for(page.endpoint, **{name: values[name] for name in page.arguments})
    return None
