"""Addresses that come from outside: which of them stay on this site."""

from urllib.parse import urlsplit

from flask import Flask, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix

from pdplanner.web.transactions import SAFE_METHODS


def init_app(app: Flask) -> None:
    """Trust the headers of exactly the configured number of proxies."""
    if hops := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    app.before_request(_refuse_zero_bytes)
    app.before_request(_refuse_other_sites)


def local_path(address: str, *, host: str) -> str | None:
    """Return path and query of an address of this site, or None for any other.

    A browser reads `/\\evil.example` and `//evil.example` as another site, so a path starts with
    exactly one slash and holds neither backslash nor control characters.
    """
    if address.startswith("//") or any(ord(c) <= 32 or c == "\\" for c in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc and (parts.netloc != host or parts.scheme not in ("http", "https")):
        return None
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _refuse_zero_bytes() -> None:
    """No record has one in its code, and PostgreSQL refuses to be asked for it."""
    if "\0" in request.path:
        abort(404)


def _refuse_other_sites() -> None:
    """A browser says where a form came from; forms of other sites have no business here."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method not in SAFE_METHODS and site not in ("same-origin", "none"):
        abort(403)
