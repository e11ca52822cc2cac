"""What a plan leaves too little of for one place more, in words."""

from collections.abc import Sequence

from pdplanner.plans.planner.report_figures import Lack
from pdplanner.web.filters import dollars, hours
from pdplanner.web.word_lists import in_a_row

OF_THEM = {
    "hours": "{has} ({missing} too few)",
    "term hours": "{has} of its term ({missing} too few)",
    "cap": "{has} of the allowance ({missing} too little)",
}
OF_ALL = {
    "mentor": "the plan leaves its mentor {has} ({missing} too few)",
    "funds": "the funds that may pay for it are {missing} short",
    "cover": "as many as may be are away on its days",
}
CENTS = ("cap", "funds")


def in_words(lacks: Sequence[Lack], person: str, *, with_required: bool) -> str:
    """A sentence without its capital and its stop; empty where nothing is known to lack."""
    of_them = in_a_row([_said(OF_THEM[one.rule], one) for one in lacks if one.rule in OF_THEM])
    parts = [f"the plan leaves {person} {of_them}"] if of_them else []
    parts += [_said(OF_ALL[one.rule], one) for one in lacks if one.rule in OF_ALL]
    first = "with what it requires, " if parts and with_required else ""
    return first + ", and ".join(parts)


def _said(words: str, lack: Lack) -> str:
    return words.format(has=_amount(lack, lack.has), missing=_amount(lack, lack.missing))


def _amount(lack: Lack, value: float) -> str:
    return dollars(round(value)) if lack.rule in CENTS else hours(value)
