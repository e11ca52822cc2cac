"""Finds the forms of the application where people find them: on its pages, by following links."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from pdplanner import clock

# What a field that must not be empty is filled with, so that one hostile value stands alone.
PLAUSIBLE = {
    "text": "1", "number": "1", "search": "1", "date": clock.today().isoformat(),
    "email": "new@example.org", "url": "https://example.org/", "password": "four quiet words here",
    "file": "quote.pdf",
}  # fmt: skip
CONTROLS = ("input", "select", "textarea")
TYPED = {"text", "number", "search", "date", "email", "url"}

Kind = tuple[str, str, frozenset[str]]


@dataclass(frozen=True)
class Form:
    """What a browser sends; in the `typed` fields people write what a page can show again.

    Of the `files` it sends the names, and what they hold. Of each list that stands at nothing,
    `last` is what it offers last.
    """

    endpoint: str
    method: str
    action: str
    fields: dict[str, list[str]]
    typed: frozenset[str]
    required: frozenset[str]
    files: frozenset[str]
    last: dict[str, str]

    @property
    def kind(self) -> Kind:
        """Forms of one kind differ in the record that they are about."""
        return self.method, self.endpoint, frozenset(self.fields)

    @property
    def filled(self) -> "Form":
        """The form with something in every field that is written in, and chosen from each list."""
        fields = {
            name: [self.last.get(name, "1" if name in self.typed else "")] if held == [""] else held
            for name, held in self.fields.items()
        }
        return replace(self, fields=fields)

    def sending(self, name: str, value: str) -> "Form":
        return replace(self, fields={**self.fields, name: [value]})


@dataclass(frozen=True)
class Page:
    endpoint: str
    address: str
    forms: list[Form]


def walk(app: Flask, client: FlaskClient, addresses: Iterable[str]) -> Iterator[Page]:
    """Open what is at the addresses, and of what it links to one page or file of a kind."""
    wanted = dict.fromkeys(addresses)
    waiting, seen, kinds = list(wanted), set(), set()
    while waiting:
        address = waiting.pop(0)
        kind = _kind(app, address)
        again = kind in kinds and address not in wanted
        if address in seen or kind is None or again:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code < 500, f"{address}: {answer.status}"
        if answer.status_code == 200:
            kinds.add(kind)
            tree = tree_of(answer)
            waiting += [each.get("href", "").partition("#")[0] for each in tree.iter("a")]
            yield Page(kind[0], address, list(forms_of(app, tree)))


def endpoint_of(app: Flask, address: str, method: str) -> str | None:
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(address).path, method)[0])
    except HTTPException:
        return None


def tree_of(answer: TestResponse) -> Any:
    """Return the page as elements, none for a file."""
    text = answer.text if answer.mimetype == "text/html" else ""
    return html5lib.parse(text, namespaceHTMLElements=False)


def _kind(app: Flask, address: str) -> tuple[str, ...] | None:
    """Pages of one view with arguments of the same names are of one kind."""
    if not address.startswith("/"):
        return None
    endpoint = endpoint_of(app, address, "GET")
    arguments = parse_qs(urlsplit(address).query, keep_blank_values=True)
    return (endpoint, *sorted(arguments)) if endpoint else None


def forms_of(app: Flask, tree: Any) -> Iterator[Form]:
    """Yield each form of a page, and once more for each button with an address or a value."""
    for element in tree.iter("form"):
        controls = [each for each in _parts(tree, element, CONTROLS) if each.get("name")]
        method = (element.get("method") or "get").upper()
        action = element.get("action") or ""
        form = Form(
            endpoint_of(app, action, method) or "", method, action, _fields(controls),
            frozenset(str(each.get("name")) for each in controls if _type(each) in TYPED),
            frozenset(str(each.get("name")) for each in controls if "required" in each.attrib),
            frozenset(str(each.get("name")) for each in controls if _type(each) == "file"),
            {str(each.get("name")): _options(each)[-1] for each in controls if _options(each)},
        )  # fmt: skip
        yield form
        for button in _parts(tree, element, ("button",)):
            action = button.get("formaction") or form.action
            endpoint = endpoint_of(app, action, method) or ""
            sent = replace(form, action=action, endpoint=endpoint)
            name = button.get("name")
            yield sent.sending(name, button.get("value") or "") if name else sent


def _parts(tree: Any, form: Element, tags: tuple[str, ...]) -> list[Element]:
    """The elements inside a form, and those elsewhere that name it as theirs."""
    named = form.get("id") or "no form"
    outside = [each for each in tree.iter() if each.get("form") == named]
    return [each for each in (*form.iter(), *outside) if each.tag in tags]


def _fields(controls: list[Element]) -> dict[str, list[str]]:
    """Every field with what it would send; one that is not chosen sends nothing."""
    fields: dict[str, list[str]] = {}
    for each in controls:
        if each.get("name") != "csrf_token":
            fields.setdefault(str(each.get("name")), []).extend(_sent(each))
    return fields


def _sent(control: Element) -> list[str]:
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [each for each in options if "selected" in each.attrib] or options[:1]
        return [each.get("value", each.text or "") for each in chosen]
    if _type(control) in ("checkbox", "radio") and "checked" not in control.attrib:
        return []
    held = control.text if control.tag == "textarea" else control.get("value")
    needed = "required" in control.attrib
    return [held or (PLAUSIBLE.get(_type(control), "") if needed else "")]


def _options(control: Element) -> list[str]:
    return [each.get("value", each.text or "") for each in control.iter("option")]


def _type(control: Element) -> str:
    """How a control is written in: a text area as a text, a choice not at all."""
    if control.tag == "select":
        return "select"
    return "text" if control.tag == "textarea" else control.get("type") or "text"
