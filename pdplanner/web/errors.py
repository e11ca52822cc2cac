"""Error pages: what happened, what is kept, what to do."""

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from pdplanner.web import transactions

CODES = (400, 403, 404, 405, 409, 413, 429, 500)


def init_app(app: Flask) -> None:
    for code in CODES:
        app.register_error_handler(code, _page)
    app.register_error_handler(MethodNotAllowed, _page_above)


def _page(error: HTTPException) -> ResponseReturnValue:
    transactions.end_writing()
    code = error.code or 500
    return render_template(f"errors/{code}.html"), code


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
