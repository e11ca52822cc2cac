"""Which views take a body larger than a form's: said on the view, known before it is read."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, request

P = ParamSpec("P")
R = TypeVar("R")

# What a form has beside its file.
BESIDE = 64 * 1024


def init_app(app: Flask) -> None:
    """Call it before what reads the form, such as the check of its token."""
    app.before_request(_widen)


def takes_file(most_bytes: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Say on a view how large a file it takes, in bytes."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


def most_bytes() -> int | None:
    """How large a file the request's view takes; None where it takes none."""
    view = current_app.view_functions.get(request.endpoint or "")
    most: int | None = getattr(view, "most_bytes", None)
    return most


def _widen() -> None:
    most = most_bytes()
    if most is not None:
        request.max_content_length = most + BESIDE
