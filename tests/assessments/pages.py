"""What a browser sends of the rating page, and what the database then holds."""

import html5lib
from sqlalchemy import select

from pdplanner.assessments.models import Rating
from pdplanner.extensions import db


def ratings():
    rated = db.session.scalars(select(Rating).join(Rating.indicator))
    return {each.indicator.code: (each.level, each.text) for each in rated}


def fields(code, level, *, evidence="", reason=""):
    return {f"{code}-level": level, f"{code}-evidence": evidence, f"{code}-reason": reason}


def swapped_in(answer):
    """The hidden fields that an answer to htmx puts into the page."""
    tree = html5lib.parseFragment(answer.text, namespaceHTMLElements=False)
    return {each.get("name"): each.get("value") for each in tree.iter("input")}


def typed_page(page):
    """What a browser would send of a page as it stands: hidden fields and chosen levels."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    form = next(each for each in tree.iter("form") if each.get("id") == "ratings")
    inputs = [each for each in form.iter("input") if each.get("name") != "csrf_token"]
    return {
        each.get("name"): each.get("value", "")
        for each in inputs
        if each.get("type") != "radio" or each.get("checked") is not None
    }
