"""Our own files for the browser, served by WhiteNoise and cached by their content."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from pdplanner.web.headers import HEADERS

FOLDER = Path(__file__).parent.parent / "static"
A_YEAR = 31_536_000


def init_app(app: Flask) -> None:
    """Pages name a file by `asset("pdplanner.css")`: an unknown name is an error at once."""
    addresses = {name: f"/static/{name}?v={version}" for name, version in _versions()}
    app.add_template_global(addresses.__getitem__, "asset")
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=FOLDER,
        prefix="static/",
        max_age=A_YEAR,
        add_headers_function=_protect,
    )


def _versions() -> Iterator[tuple[str, str]]:
    for path in FOLDER.rglob("*"):
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            yield path.relative_to(FOLDER).as_posix(), content[:12]


def _protect(headers: Any, _path: str, _url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
