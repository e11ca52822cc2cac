"""Reads every page a test receives as a strict browser would, and says what is wrong with it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

LABELLED = {"input", "select", "textarea"}
NEED_NO_LABEL = {"hidden", "submit", "button"}
REQUESTS = ("hx-get", "hx-post")
# Signed anew for each page, and of no other's structure.
TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]*|(?<=name="csrf-token" content=")[^"]*')
REFERENCE = re.compile(r"Reference [0-9a-f]{16}")
# As many as a test and its twin on the other database receive.
KEPT = 256


def problems(text: str, *, fragment: bool) -> Sequence[str]:
    """Return a sentence for each mistake of a page, or of a fragment of one."""
    return _problems(REFERENCE.sub("Reference", TOKEN.sub("", text)), fragment)


@lru_cache(KEPT)
def _problems(text: str, fragment: bool) -> Sequence[str]:
    tree, errors = _read(text, fragment)
    found = [f"line {place[0]}: {code} {data}" for place, code, data in errors]
    elements = [each for each in tree.iter() if isinstance(each.tag, str)]
    found += _duplicate_ids(elements)
    found += _unlabelled(elements)
    found += _forms(elements)
    found += _requests(elements, whole=not fragment)
    if not fragment:
        found += _page(tree)
    return found


@lru_cache(KEPT)
def _read(text: str, fragment: bool) -> tuple[Any, Sequence[Any]]:
    """The tree of a page, and what a strict browser would not take."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parseFragment(text) if fragment else parser.parse(text)
    return tree, parser.errors


def _page(tree: Element) -> list[str]:
    title = tree.findtext("head/title") or ""
    found = [] if title.strip(" ·") not in ("", "pdplanner") else ["the page has no title"]
    if len(tree.findall(".//h1")) != 1:
        found.append("a page has exactly one h1")
    if len(tree.findall(".//main")) != 1:
        found.append("a page has exactly one main")
    return found


def _duplicate_ids(elements: list[Element]) -> list[str]:
    ids = [each.get("id") for each in elements if each.get("id")]
    return [
        f"id {each!r} stands more than once"
        for each in sorted({i for i in ids if ids.count(i) > 1})
    ]


def _unlabelled(elements: list[Element]) -> list[str]:
    labelled = {each.get("for") for each in elements if each.tag == "label"}
    wrapped = {id(inner) for each in elements if each.tag == "label" for inner in each.iter()}
    return [
        f"{each.tag} {each.get('name')!r} has no label"
        for each in elements
        if each.tag in LABELLED
        and each.get("type") not in NEED_NO_LABEL
        and each.get("id") not in labelled
        and id(each) not in wrapped
        and not (each.get("aria-label") or each.get("aria-labelledby"))
    ]


def _forms(elements: list[Element]) -> list[str]:
    found = []
    for form in (each for each in elements if each.tag == "form"):
        if not form.get("action"):
            found.append("a form has no action")
        if (form.get("method") or "get").lower() not in ("get", "post"):
            found.append(f"a form has method {form.get('method')!r}")
        names = {each.get("name") for each in form.iter()}
        if form.get("method", "").lower() == "post" and "csrf_token" not in names:
            found.append(f"form {form.get('action')!r} has no CSRF token")
    return found


def _requests(elements: list[Element], *, whole: bool) -> list[str]:
    ids = {each.get("id") for each in elements}
    found = []
    for each in elements:
        asked = next((each.get(name) for name in REQUESTS if each.get(name)), None)
        # Without JavaScript the answer is a page: its address may say where on it to look.
        plain = [each.get(name, "") for name in ("href", "action", "formaction")]
        if asked and asked not in (*plain, *(address.partition("#")[0] for address in plain)):
            found.append(f"{asked} does not repeat its href or action: it fails without JavaScript")
        target = each.get("hx-target") or ""
        if whole and target.startswith("#") and target[1:] not in ids:
            found.append(f"hx-target {target!r} is not on the page")
    return found


def text_of(html: str) -> str:
    """Return what a reader sees, on one line; what only keeps a line together is not seen."""
    tree, _ = _read(TOKEN.sub("", html.strip()), False)
    return " ".join(" ".join(tree.itertext()).replace("\N{WORD JOINER}", "").split())


def text_but_reference(page: str) -> str:
    """The text of an error page without the reference, which is each request's own."""
    return REFERENCE.sub("Reference", text_of(page))
