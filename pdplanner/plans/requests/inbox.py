"""The page of requests: a list, what each of its items is for, and what approving would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.plans.items.purchase_flags import Flag, flags_of
from pdplanner.plans.models import Desk
from pdplanner.plans.requests import lists
from pdplanner.plans.requests.aims import aims_of
from pdplanner.plans.requests.conditions import Reader, RequestList
from pdplanner.plans.requests.lists import Listed
from pdplanner.plans.requests.page import MAY_ANSWER
from pdplanner.plans.requests.preview import Preview, preview
from pdplanner.plans.requests.spend_by import SpendBy, to_spend
from pdplanner.web.word_lists import first_few

MOST_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Inbox:
    which: RequestList
    search: str
    listed: Listed
    counts: Mapping[RequestList, str]
    """How many items each list has, without those that a search leaves out of the shown one."""
    aims: Mapping[int, str]
    """By item id, the indicators that the person is to reach and the offering teaches."""
    flags: Mapping[int, Flag]
    """By item id, the purchases above a threshold."""
    spend_by: Mapping[int, Sequence[SpendBy]]
    """By item id, the funds whose last day is near, past or before its end."""
    in_cents: bool
    """Whether it is read in the business office, which checks sums to the cent."""
    preview: Preview | None
    chosen: frozenset[int]


def reader() -> Reader:
    """The signed-in user, by what their units reach."""
    answers = tuple((desk, access.places(MAY_ANSWER[desk])) for desk in Desk)
    reads = access.places("request.answer")
    return Reader(signed_in_user().id, clock.today(), reads, answers)


def list_named(asked: str) -> RequestList:
    """The list that an address asks for, the first where it asks for none; 404 for any other."""
    if asked and asked not in list(RequestList):
        abort(404)
    return RequestList(asked or RequestList.FOR_YOU)


def inbox(which: RequestList, *, search: str, number: str | None, chosen: Sequence[int]) -> Inbox:
    who = reader()
    listed = lists.listed(who, which, search=search, number=number)
    items = lists.chosen(who, chosen) if chosen else []
    shown = [row.item for row in listed.rows]
    return Inbox(
        which=which,
        search=search,
        listed=listed,
        counts=_counts(who, which, listed, search),
        aims={
            one: first_few([each.code for each in aims], MOST_NAMED)
            for one, aims in aims_of(shown).items()
        },
        flags=flags_of(shown),
        spend_by=to_spend(shown),
        in_cents=access.may_somewhere(MAY_ANSWER[Desk.FINANCE]),
        preview=preview(items) if items else None,
        chosen=frozenset(item.id for item in items),
    )


def _counts(who: Reader, which: RequestList, listed: Listed, search: str) -> dict[RequestList, str]:
    """What the tabs say, in their order."""
    shown = lists.counted(who, which)[0] if search else listed.number
    beside = lists.counts_beside(who, which)
    return {
        each: _number(shown, most=lists.COUNTED)
        if each == which
        else _number(beside[each], most=lists.COUNTED_BESIDE)
        for each in RequestList
    }


def _number(count: int, *, most: int) -> str:
    return f"{most:,}+" if count > most else f"{count:,}"
