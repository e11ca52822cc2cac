"""Our own files for the browser, served by WhiteNoise and cached by their content."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from pdplanner.web.headers import HEADERS

FOLDER = Path(__file__).parent.parent / "static"
A_YEAR = 31_536_000


def init_app(app: Flask) -> None:
    versions = {
        str(path.relative_to(FOLDER)): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(FOLDER.rglob("*"))
        if path.is_file()
    }

    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values.get("filename") in versions:
            values["v"] = versions[values["filename"]]

    app.url_defaults(add_version)
    # WhiteNoise answers before the application, so this rule only builds addresses.
    app.add_url_rule("/static/<path:filename>", "static", build_only=True)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=FOLDER,
        prefix="static/",
        max_age=A_YEAR,
        add_headers_function=_protect,
    )


def _protect(headers: Any, _path: str, _url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
