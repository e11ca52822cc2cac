"""What a plan leaves too little of for one place more, in words."""

from collections.abc import Iterable

from pdplanner.plans.report_figures import Lack
from pdplanner.web.filters import dollars, hours

WORDS = {
    "hours": "the plan leaves {person} {has}, {missing} too few",
    "term hours": "the plan leaves {person} {has} of its term, {missing} too few",
    "cap": "the plan leaves {person} {has} of the allowance, {missing} too little",
    "funds": "the funds that may pay for it are {missing} short",
    "cover": "as many as may be are away on its days",
    "mentor": "the plan leaves its mentor {has}, {missing} too few",
}
CENTS = ("cap", "funds")


def in_words(lacks: Iterable[Lack], person: str, *, with_required: bool) -> str:
    """The beginning of a sentence, or its end; empty where nothing is known to lack."""
    parts = [
        WORDS[one.rule].format(
            person=person, has=_amount(one, one.has), missing=_amount(one, one.missing)
        )
        for one in lacks
    ]
    return " and ".join(parts) + (", with what it requires" if parts and with_required else "")


def _amount(lack: Lack, value: float) -> str:
    return dollars(round(value)) if lack.rule in CENTS else hours(value)
