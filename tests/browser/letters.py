"""What the tests of letters share: the served address in them, and following their link."""

from email.message import Message
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

NEW_PASSWORD = "five entirely new words"


def name_address(app: Flask, live: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let letters lead to the served application."""
    monkeypatch.setitem(app.config, "BASE_URL", live)


def link(letter: Message, live: str) -> str:
    payload: Any = letter.get_payload(decode=True)
    lines = payload.decode("utf-8").splitlines()
    return next(str(line) for line in lines if line.startswith(f"{live}/"))


def choose_password(page: Page, address: str) -> None:
    """Open the link of a letter, mistype the new password once, and set it."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose a password")
    for again in ("five entirely other words", NEW_PASSWORD):
        page.get_by_label("Password").fill(NEW_PASSWORD)
        page.get_by_label("The same again").fill(again)
        page.get_by_role("button", name="Save the password").click()
        if again != NEW_PASSWORD:
            refused = page.get_by_role("alert").filter(has_text="The two are not the same")
            expect(refused).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Your password is set. Sign in with it.")
