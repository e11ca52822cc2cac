"""The next step: once a part of the page, in a sentence and with one button."""

from dataclasses import dataclass

from flask import url_for

from pdplanner.accounts import access
from pdplanner.organization.models import Unit
from pdplanner.web.filters import plural


@dataclass(frozen=True)
class NextStep:
    """`title` follows "Next: "; without an address there is nothing to press."""

    title: str
    sentence: str
    button: str = ""
    address: str = ""


def answer_requests(number: int, *, before: str = "") -> NextStep:
    """`before` is a sentence that stands first."""
    return NextStep(
        f"answer {plural(number, 'request')}",
        f"{before}People asked for what is in their plans, and cannot register before it is"
        " approved.",
        "Open the requests",
        url_for("requests.index"),
    )


def enter_year(district_id: int) -> NextStep:
    """For whoever keeps a district's money, whatever their other roles."""
    return NextStep(
        "enter the fiscal year",
        "Funds and plans belong to one, and none runs today: begin with it, then enter its funds.",
        "Enter the fiscal year",
        url_for("budgets.new_year", district_id=district_id),
    )


def year_at(district: Unit) -> NextStep:
    """For whoever can go no further without a fiscal year: its form, or whose it is to enter it."""
    if access.may("fund.write", district):
        return enter_year(district.id)
    return NextStep(
        "have the fiscal year entered",
        f"A plan belongs to one, and {district.name} has none that covers today: whoever has the"
        " finance role at the district enters it in the budget, with its funds.",
    )


def enter_funds(fiscal_year_id: int) -> NextStep:
    return NextStep(
        "enter the funds",
        "Plans are paid from funds, and the fiscal year has none yet.",
        "Enter a fund",
        url_for("budgets.new_fund", fiscal_year_id=fiscal_year_id),
    )


def see_readiness() -> NextStep:
    return NextStep(
        "see readiness",
        "How far the team holds what its work asks, by skill area, over groups of five people or"
        " more.",
        "See readiness",
        url_for("readiness.index"),
    )
