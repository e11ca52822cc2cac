"""The application with somebody of each kind in front of it, and the forms that they find."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask import Flask, got_request_exception, request
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.test import TestResponse

from pdplanner.accounts.models import User
from pdplanner.extensions import db
from tests.access.furnished import make_furnished_world
from tests.hostile.values import FORM, MARKUP, Sent
from tests.support.client import session_of
from tests.support.forms import Form, Kind, walk

TAKEN = (200, 302, 303)
ACTORS = ("anonymous", "staff", "director", "admin", "finance")


@dataclass
class Site:
    app: Flask
    browsers: dict[str, "Browser"] = field(default_factory=dict)
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    """An actor and an address by endpoint: the first that was answered with a page or a file."""
    forms: dict[Kind, list[tuple[str, Form]]] = field(default_factory=lambda: defaultdict(list))
    """Forms of each kind, with the actor who found them."""
    posted: list[tuple[str, Form]] = field(default_factory=list)
    """The one of each kind that is sent, chosen by the first test that sends any."""
    asked: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The arguments of its address that each endpoint looks at."""
    errors: list[BaseException] = field(default_factory=list)
    """What went wrong in the last request, of which its answer says no more than 500."""

    engine: str = ""
    """The database's: sqlite or postgresql."""

    def send(self, actor: str, form: Form, changes: Mapping[str, Sent]) -> TestResponse:
        if form.files:
            data = multipart({**form.fields, **changes}, form.files)
            return self.ask(actor, form.action, method="POST", data=data)
        body = query({**form.fields, **changes})
        return self.ask(actor, form.action, method="POST", data=body, content_type=FORM)

    def ask(self, actor: str, address: str, **options: Any) -> TestResponse:
        self.errors.clear()
        return self.browsers[actor].open(address, **options)


def posted(site: Site) -> list[tuple[str, Form]]:
    """A form of each kind with its actor: the first that is taken as it stands, or filled."""
    if not site.posted:
        for (method, *_rest), forms in site.forms.items():
            if method == "POST":
                tried = [*forms, *((actor, form.filled) for actor, form in forms)]
                found = (each for each in tried if is_taken(site, *each))
                site.posted.append(next(found, forms[0]))
    return site.posted


def is_taken(site: Site, actor: str, form: Form) -> bool:
    return site.send(actor, form, {}).status_code in TAKEN


def faults(site: Site, answer: TestResponse) -> list[str]:
    """Say what is wrong with an answer, whatever was asked."""
    found = []
    if answer.status_code >= 500:
        found.append(f"{answer.status} {site.errors}")
    if answer.mimetype == "text/html" and MARKUP in answer.text:
        found.append("what was sent stands on the page as markup")
    return found


class Browser(FlaskClient):
    """Sends one session for ever, and does not read the HTML as `Client` does."""

    headers: dict[str, str] = {}

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs["headers"] = {**self.headers, **kwargs.get("headers", {})}
        with self.application.app_context():
            return super().open(*args, buffered=True, **kwargs)


def query(fields: Mapping[str, Sent]) -> str:
    return urlencode([(name, value) for name, values in fields.items() for value in values])


def multipart(fields: Mapping[str, Sent], files: Set[str]) -> MultiDict[str, Any]:
    """What a browser sends of a form with files: a value stands as the name of a file."""
    pairs = ((name, _text(value)) for name, values in fields.items() for value in values)
    return MultiDict(
        (name, (BytesIO(b"%PDF-1.7"), value) if name in files else value) for name, value in pairs
    )


def _text(value: str | bytes) -> str:
    """The client takes no bytes beside files: each stands as the letter of its number."""
    return value.decode("latin-1") if isinstance(value, bytes) else value


def make_site(app: Flask) -> Site:
    """Furnish the database, and send everybody through all pages."""
    furnished = make_furnished_world()
    app.test_client_class = Browser
    site = Site(app, engine=db.engine.dialect.name)
    _note_errors(site)
    _note_arguments(site)
    reading = [each.endpoint for each in app.url_map.iter_rules() if "GET" in (each.methods or ())]
    addresses = [furnished.world.address(app, endpoint) for endpoint in reading]
    for actor in ACTORS:
        browser = _browser(app, getattr(furnished.world.cast, actor, None))
        site.browsers[actor] = browser
        for page in walk(app, browser, [*furnished.addresses, *addresses]):
            site.pages.setdefault(page.endpoint, (actor, page.address))
            for form in page.forms:
                site.forms[form.kind].append((actor, form))
    return site


def _browser(app: Flask, user: User | None) -> Browser:
    # Whoever signs out in one request is back in the next.
    browser = app.test_client(use_cookies=False)
    assert isinstance(browser, Browser)
    cookie, token = session_of(user)
    browser.headers = {"Cookie": f"session={cookie}", "X-CSRFToken": token}
    return browser


def _note_errors(site: Site) -> None:
    def note(_app: Flask, exception: BaseException, **_extra: Any) -> None:
        site.errors.append(exception)

    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    # A signal holds what listens to it weakly; this one listens as long as the application lives.
    got_request_exception.connect(note, site.app, weak=False)


def _note_arguments(site: Site) -> None:
    def note(name: str) -> None:
        if request.method == "GET" and request.endpoint:
            site.asked[request.endpoint].add(name)

    class Noted(ImmutableMultiDict[str, str]):
        def __contains__(self, key: object) -> bool:
            note(str(key))
            return super().__contains__(key)

        def __getitem__(self, key: str) -> str:
            note(key)
            return super().__getitem__(key)

        def getlist(self, key: str, type: Any = None) -> Any:
            note(key)
            return super().getlist(key, type)

    class NotingRequest(site.app.request_class):  # type: ignore[name-defined, misc]
        parameter_storage_class = Noted

    site.app.request_class = NotingRequest
