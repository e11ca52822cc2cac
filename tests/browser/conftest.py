"""Chromium against a served application; a console error fails the test."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from pdplanner import demo, shipped
from pdplanner.accounts.models import User
from tests.support import kept

# Chromium as root, without a screen, and without calling its maker.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parents[1] / "support" / "axe-4.14.1.min.js"
# What axe passes, and would describe at length, nobody reads here.
FINDINGS = """async () => {
  const found = await axe.run({ resultTypes: ['violations'] });
  return found.violations.flatMap(each => each.nodes.map(node => [each.id, node.html]));
}"""
SECONDS = 1000
# What is no mistake of the page: a browser prints a refused form, htmx a request that a newer one
# has replaced.
EXPECTED_ERRORS = ("422", "htmx:sendAbort", "htmx:afterRequest")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": FLAGS}


@pytest.fixture
def database(sqlite_template: Any) -> str:
    """A browser test runs on the embedded database; views run on both in their own tests."""
    return str(sqlite_template.emptied())


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """The address of the application, served from a thread."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    # It looks that often whether it is to end, and a test waits for that.
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(10 * SECONDS)
    yield page
    unexpected = [e for e in errors if not any(code in e for code in EXPECTED_ERRORS)]
    assert unexpected == [], unexpected


@pytest.fixture(params=["with JavaScript", "without"])
def either(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a browser with JavaScript, and of one without."""
    context = browser.new_context(java_script_enabled=request.param != "without")
    context.set_default_timeout(10 * SECONDS)
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in(app: Flask, live: str) -> Callable[[Page, User], None]:
    """Begin a session in the browser as the sign-in page would, without typing a password."""

    def begin(page: Page, user: User) -> None:
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        value = serializer.dumps({"_user_id": user.fs_uniquifier, "_fresh": True})
        page.context.add_cookies([{"name": "session", "value": value, "url": live}])

    return begin


@pytest.fixture
def demo_district(app: Flask) -> None:
    """What the project ships, and the district of `make demo`."""
    kept.made("demo", _load_demo)


def _load_demo() -> None:
    shipped.load()
    demo.load("")


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Return what axe finds on the page as it stands: rule and element."""
    source = AXE.read_text(encoding="utf-8")

    def find(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source + ";0")
            # The pages that follow come with it, in half the time.
            page.add_init_script(source)
        return [f"{rule}: {html}" for rule, html in page.evaluate(FINDINGS)]

    return find
