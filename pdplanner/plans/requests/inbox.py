"""The page of requests: a list, what each of its items is for, and what approving would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.catalog.models import Tag
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization import queries as organization
from pdplanner.plans.models import Desk, PlanItem
from pdplanner.plans.purchase_flags import Flag, flags_of
from pdplanner.plans.requests import lists
from pdplanner.plans.requests.conditions import Reader, RequestList
from pdplanner.plans.requests.lists import Listed
from pdplanner.plans.requests.page import MAY_ANSWER
from pdplanner.plans.requests.preview import Preview, preview

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
    preview: Preview | None
    chosen: frozenset[int]


def reader() -> Reader:
    """The signed-in user, by what their units reach."""
    answers = {desk: access.places(MAY_ANSWER[desk]) for desk in Desk}
    return Reader(signed_in_user().id, access.places("request.answer"), answers)


def list_named(asked: str) -> RequestList:
    """The list that an address asks for, else the first."""
    return RequestList(asked) if asked in list(RequestList) else RequestList.FOR_YOU


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
        aims=_aims(shown),
        flags=flags_of(shown),
        preview=preview(items) if items else None,
        chosen=frozenset(item.id for item in items),
    )


def _counts(who: Reader, which: RequestList, listed: Listed, search: str) -> dict[RequestList, str]:
    """What the tabs say, in their order."""
    paging = lists.listed(who, which).paging if search else listed.paging
    beside = lists.counts_beside(who, which)
    return {
        each: _number(paging.count, cut=paging.cut)
        if each == which
        else _number(
            min(beside[each], lists.COUNTED_BESIDE), cut=beside[each] > lists.COUNTED_BESIDE
        )
        for each in RequestList
    }


def _number(count: int, *, cut: bool) -> str:
    return f"{count:,}{'+' if cut else ''}"


def _aims(items: Sequence[PlanItem]) -> dict[int, str]:
    """No levels and no gaps: the business office reads these too."""
    aims = organization.targets_of({item.plan.person_id for item in items})
    taught = (
        select(Tag.offering_id, Indicator.id, Indicator.code)
        .join(Indicator, Indicator.id == Tag.indicator_id)
        .where(Tag.offering_id.in_({item.offering_id for item in items}))
        .order_by(Indicator.code)
    )
    codes: dict[int, list[tuple[int, str]]] = {}
    for offering_id, indicator_id, code in db.session.execute(taught):
        codes.setdefault(offering_id, []).append((indicator_id, code))
    return {
        item.id: _named(
            [code for one, code in codes.get(item.offering_id, ())
             if one in aims.get(item.plan.person_id, {})]
        )
        for item in items
    }  # fmt: skip


def _named(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - MOST_NAMED} more" if len(codes) > MOST_NAMED else ""
    return ", ".join(codes[:MOST_NAMED]) + more
