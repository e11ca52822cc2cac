"""Every page that a role can reach by links: axe finds nothing, nothing scrolls sideways."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.exceptions import HTTPException

from pdplanner.accounts import queries

ROLES = ("staff", "director", "finance", "hr", "reader", "admin")
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 900}
FILES = (".csv", ".xlsx", ".pdf", ".json")


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_role_has_a_finding(app, live, page, sign_in, axe, demo_district, role):
    sign_in(page, queries.user_with_email(f"{role}@demo.example"))
    findings = []

    for address in pages_by_links(app, live, page):
        findings += [f"{address}: {each}" for each in look_at(page, axe)]

    assert findings == []


@pytest.mark.parametrize("address", ["/login", "/reset"])
def test_no_page_before_signing_in_has_a_finding(live, page, axe, address):
    page.goto(live + address)

    assert look_at(page, axe) == []


def test_error_page_has_no_finding(live, page, axe):
    """Shown as if all were well: Chromium prints a refusal of its own, which is no finding."""

    def without_its_status(route):
        route.fulfill(response=route.fetch(), status=200)

    page.route(f"{live}/nowhere", without_its_status)
    page.goto(f"{live}/nowhere")

    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing here")
    assert look_at(page, axe) == []


def look_at(page: Page, axe) -> list[str]:
    # Bootstrap's buttons fade from one colour to the next; axe is to see the end of it.
    page.emulate_media(reduced_motion="reduce")
    findings = [f"light, {each}" for each in axe(page)]
    page.evaluate("() => document.documentElement.dataset.bsTheme = 'dark'")
    findings += [f"dark, {each}" for each in axe(page)]
    for size in (PHONE, LAPTOP):
        page.set_viewport_size(size)
        wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        if wider > 0:
            findings.append(f"{size['width']} px wide: scrolls sideways by {wider} px")
    return findings


def pages_by_links(app, live: str, page: Page) -> Iterator[str]:
    """Open one page of each route that links lead to, beginning at the start page."""
    waiting, seen = ["/"], set()
    while waiting:
        address = waiting.pop(0)
        endpoint = endpoint_of(app, address)
        if endpoint is None or endpoint in seen:
            continue
        seen.add(endpoint)
        answer = page.goto(live + address)
        assert answer is not None
        assert answer.status == 200, f"{address} is linked and answers {answer.status}"
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        waiting += [link.removeprefix(live) for link in links if link.startswith(live + "/")]
        yield address


def endpoint_of(app, address: str) -> str | None:
    path = address.partition("#")[0].partition("?")[0]
    if path.endswith(FILES):
        return None
    try:
        return app.url_map.bind("localhost").match(path, "GET")[0]
    except HTTPException:
        return None
