"""How what changed since a plan was built is named, in a row and in a sentence."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from pdplanner.plans.planner import Change
from pdplanner.web.filters import dollars, hours, plural
from pdplanner.web.word_lists import first_few, in_a_row


def _cents(amount: float) -> str:
    return dollars(round(amount))


def _places(amount: float) -> str:
    return plural(round(amount), "place")


class Words(NamedTuple):
    """In a row; in the sentence, of one and of many. Without the latter it is said by names."""

    row: str
    one: str = ""
    many: str = ""
    amount: Callable[[float], str] = _cents


# These are about everybody, and named once.
MEMBERSHIPS, COVER = "what memberships cost", "who may be away at once"
FORM = "the form in which plans are kept"
_PLANNED = "whether {of} can be planned", "whether {n} offerings can be planned"
WORDS = {
    "new offering": Words("Can be planned now", *_PLANNED),
    "gone offering": Words("Can no longer be planned", *_PLANNED),
    "price": Words("Price of a place", "the price of {of}", "the prices of {n} offerings"),
    "cohort": Words(
        "Price for a group", "the group price of {of}", "the group prices of {n} offerings"
    ),
    "member": Words("Price for members", "the members’ price of {of}", "{n} prices for members"),
    "costs": Words("Travel of a place", "the travel to {of}", "the travel to {n} offerings"),
    "length": Words("Hours", "the hours of {of}", "the hours of {n} offerings", hours),
    "seats": Words("Places left", "the places in {of}", "the places in {n} offerings", _places),
    "runs": Words("Runs", "the runs of {of}", "the runs of {n} offerings"),
    "teaches": Words("What it teaches", "what {of} teaches", "what {n} offerings teach"),
    "paying": Words("Funds that may pay it", "who may pay {of}", "who may pay {n} offerings"),
    "requires": Words("What it requires", "what {of} requires", "what {n} offerings require"),
    "new person": Words("Joined, or was rated"),
    "gone person": Words("Left"),
    "levels": Words("Levels", "the levels of {of}", "the levels of {n} people"),
    "targets": Words("Targets", "the targets of {of}", "the targets of {n} people"),
    "room": Words("Hours left", "the hours of {of}", "the hours of {n} people", hours),
    "allowance": Words("Allowance left", "the allowance of {of}", "the allowances of {n} people"),
    "may pay": Words("Funds that may pay", "who may pay for {of}", "who may pay for {n} people"),
    "done": Words("What they did or are to do"),
    "away": Words("What is out for them", "what {of} can take", "what {n} people can take"),
    "mentor": Words("Mentor", "who mentors in {of}", "who mentors in {n} offerings"),
    "form": Words("The form in which plans are kept", FORM, FORM),
    "money": Words("Available to plan", "what {of} has available", "what {n} funds have available"),
    "memberships": Words("Memberships", MEMBERSHIPS, MEMBERSHIPS),
    "cover": Words("Who may be away at once", COVER, COVER),
}


def amounts(change: Change) -> tuple[str, str]:
    """What it was and is; both empty where it is not about an amount."""
    words = WORDS[change.what]
    if change.before == change.after:
        return "", ""
    was, now = ("none" if one is None else words.amount(one) for one in change[-2:])
    return was, now


def sentence(left: Sequence[str], new: Sequence[str], beside: Sequence[str], changed: str) -> str:
    """Say who left and came, what people did beside the plan, and what else changed.

    `left` says what became of those who are gone: see `gone_people`.
    """
    joined = f"{first_few(new)} joined or {'was' if len(new) == 1 else 'were'} rated" if new else ""
    what = in_a_row([part for part in (*left, joined, *beside) if part])
    parts = [part for part in (what, f"{changed} changed" if changed else "") if part]
    if not parts:
        return ""
    others = "".join(f" {part[0].upper()}{part[1:]}." for part in parts[1:])
    return f"Since it was built, {parts[0]}.{others}"


def in_short(changes: Iterable[tuple[Change, str]], *, unsaid: Collection[int]) -> str:
    """Name what changed, each with what it is of; people in `unsaid` are spoken of already."""
    named: dict[str, list[str]] = {}
    for change, of in changes:
        words = WORDS[change.what]
        if words.one and change.person_id not in unsaid:
            named.setdefault(words.one, []).append(of)
    many = {words.one: words.many for words in WORDS.values()}
    return in_a_row(
        [
            one.format(of=of[0]) if len(of) == 1 else many[one].format(n=len(of))
            for one, of in named.items()
        ]
    )
