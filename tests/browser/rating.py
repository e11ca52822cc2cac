"""What the tests of rating share: the page, its questions, and what is saved."""

from flask_security import hash_password
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from pdplanner import datafiles
from pdplanner.assessments.models import Rating
from pdplanner.extensions import db
from pdplanner.frameworks.services import load_framework
from tests.support.cast import Cast

PASSWORD = "correct horse battery staple"
EVIDENCE = "Wrote the privacy notice that the board adopted."


def prepare(cast: Cast) -> Cast:
    """Load the shipped framework and give Sam, who has no job role, a password."""
    [document] = datafiles.catalog().frameworks.values()
    load_framework(document)
    cast.staff.password = hash_password(PASSWORD)
    db.session.commit()
    return cast


def saved() -> dict[str, tuple[int | None, str]]:
    db.session.commit()
    rated = db.session.scalars(select(Rating).join(Rating.indicator))
    return {each.indicator.code: (each.level, each.text) for each in rated}


def begin(page: Page, live: str) -> None:
    page.goto(f"{live}/skills/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leadership and Vision")
    # The keys belong to a script, which is loaded after the page is there.
    page.wait_for_load_state("load")


def log_in(page: Page, *, email: str = "staff@example.org", password: str = PASSWORD) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def question(page: Page, code: str) -> Locator:
    return page.locator(f"#{code.replace('.', '-')}")
