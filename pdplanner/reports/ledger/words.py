"""What the actions of the ledger are called, on the page of a fund and in every file."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, case

from pdplanner.budgets.ledger_queries import carries
from pdplanner.budgets.models import ActionKind, LedgerAction

WENT_ON = "went on"
"""The kind of an action that takes what a closed year has left into the next one."""
MOVED = (ActionKind.TRANSFER.value, WENT_ON)
"""Kinds of actions that take money from one fund to another."""
WORDS: Mapping[str, str] = {
    ActionKind.ALLOCATE: "Allocated",
    ActionKind.AMEND: "Allocation changed",
    ActionKind.TRANSFER: "Transfer",
    ActionKind.ENCUMBER: "Set aside",
    ActionKind.RELEASE: "Given back",
    ActionKind.SPEND: "Paid",
    WENT_ON: "Carried over",
}
FIGURES: Mapping[str, str] = {"encumbered": "set aside", WENT_ON: "carried over"}


def figure_word(figure: str) -> str:
    """Return what pages call a figure of a fund that its address calls otherwise."""
    return FIGURES.get(figure, figure)


def kind() -> ColumnElement[str]:
    """The kind of an action, the same for each of its funds."""
    return case((carries(), WENT_ON), else_=LedgerAction.kind)
