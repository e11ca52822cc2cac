"""Asking anew: after a move, or a role given or taken, others answer what waits than before.

Who is asked already is not told twice, and who may not answer any more reads what became of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.budgets.queries import has_ended
from pdplanner.extensions import db
from pdplanner.notices import services as notices
from pdplanner.notices.models import Notice
from pdplanner.notices.services import Told
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.signals import answering_changed, people_moved
from pdplanner.plans.models import Desk, LearningPlan, PlanItem, State
from pdplanner.plans.requests.answerers import Grants, grants_above
from pdplanner.plans.requests.desks import stands_of
from pdplanner.plans.requests.question_notices import nobody_told_of, page_of_nobody, question_of
from pdplanner.web.mail_letters import path

ASKED = "{person} asks for {title}, in {year}. {now}"
ELSEWHERE = "Somebody else answers it now."
NOT_YOURS = "It does not wait for your answer any more."
HELPED = "{person} asks for something, in {year}. It does not wait for a role any more."
AWAY = "{person} asks for something, in {year}, and works elsewhere now."
OTHERS = "{person} asks for something, in {year}. Others who give roles are told of it now."


class _Waiting(NamedTuple):
    """A request, and what asks users to answer it or to help, read or unread, by page."""

    item: PlanItem
    told: Mapping[str, Sequence[Notice]]


@people_moved.connect
def _of_people_who_moved(_sender: object, *, people: Sequence[Person], left: Unit) -> None:
    _ask_anew(_of_people(people), units_left=[left])


@answering_changed.connect
def _of_whoever_is_reached(
    _sender: object, *, units: Sequence[Unit] = (), people: Sequence[Person] = ()
) -> None:
    reached = [organization.below(unit) for unit in units]
    _ask_anew(or_(_of_people(people), *reached))


def _of_people(people: Iterable[Person]) -> ColumnElement[bool]:
    return LearningPlan.person_id.in_([person.id for person in people])


def _ask_anew(which: ColumnElement[bool], *, units_left: Collection[Unit] = ()) -> None:
    """Put requests to whoever answers them now, or tell who gives roles that nobody may."""
    items = _items(which)
    if not items:
        return
    stands, known, over = stands_of(items), cache(grants_above), cache(has_ended)
    new: list[tuple[Sequence[User], Told]] = []
    for item, told_of in _waiting(items, units_left):
        readers, told = question_of(item, stands[item.id], known)
        asked = told_of[told.path]
        ended = over(item.plan.fiscal_year)
        # What its year has left behind is asked of nobody anew.
        wanted = [] if ended else readers
        new.append((_not_asked(wanted, asked), told))
        _end_asking(item, [each for each in asked if each.user not in readers], wanted, known)
        nowhere = [each for page, found in told_of.items() if page != told.path for each in found]
        new += _ask_for_roles(item, nowhere, nobody=not readers and not ended)
    notices.tell_each(new)


def _items(which: ColumnElement[bool]) -> Sequence[PlanItem]:
    """Those that wait; one that somebody answers now is told of by that answer."""
    waiting = (
        select(PlanItem)
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .where(which, PlanItem.state == State.REQUESTED)
        .options(
            contains_eager(PlanItem.plan).options(
                contains_eager(LearningPlan.person).contains_eager(Person.unit),
                joinedload(LearningPlan.fiscal_year),
            ),
            joinedload(PlanItem.offering),
        )
        .order_by(PlanItem.id)
        .with_for_update(of=PlanItem, skip_locked=True)
    )
    return db.session.scalars(waiting).all()


def _waiting(items: Sequence[PlanItem], units_left: Collection[Unit]) -> Iterable[_Waiting]:
    pages = {
        item.id: [
            path("requests.show", item_id=item.id),
            *(page_of_nobody(item, unit) for unit in [item.plan.person.unit, *units_left]),
        ]
        for item in items
    }
    every_page = [page for of_item in pages.values() for page in of_item]
    asking = select(Notice).where(Notice.asks, Notice.path.in_(every_page)).order_by(Notice.id)
    told: dict[str, list[Notice]] = defaultdict(list)
    for notice in db.session.scalars(asking.options(joinedload(Notice.user))):
        told[notice.path].append(notice)
    for item in items:
        yield _Waiting(item, {page: told[page] for page in pages[item.id]})


def _not_asked(readers: Sequence[User], asked: Sequence[Notice]) -> Sequence[User]:
    """Those who are not asked yet, read or unread."""
    before = {notice.user_id for notice in asked}
    return [user for user in readers if user.id not in before]


def _end_asking(
    item: PlanItem, ended: Sequence[Notice], readers: Sequence[User], known: Grants
) -> None:
    now = ELSEWHERE if readers else NOT_YOURS
    said = ASKED.format(**_named(item), title=item.offering.title, now=now)
    for notice in ended:
        reads = notice.user_id in _readers(item, known)
        notices.end(notice, said=said, path=notice.path if reads else path("notices.index"))


def _ask_for_roles(
    item: PlanItem, asked: Sequence[Notice], *, nobody: bool
) -> list[tuple[Sequence[User], Told]]:
    """End what asked for somebody who answers, and return whom to ask for that now."""
    if not nobody and not asked:
        return []
    admins, told = nobody_told_of(item)
    wanted = admins if nobody else []
    new = _not_asked(wanted, [each for each in asked if each.path == told.path])
    for notice in asked:
        moved = notice.path != told.path
        if moved or notice.user not in wanted:
            said = HELPED if not nobody else AWAY if moved else OTHERS
            notices.end(notice, said=said.format(**_named(item)), path=path("notices.index"))
    return [(new, told)]


def _named(item: PlanItem) -> dict[str, str]:
    return {"person": item.plan.person.name, "year": item.plan.fiscal_year.title}


def _readers(item: PlanItem, known: Grants) -> set[int | None]:
    """The accounts that may open the page of a request."""
    now, unit = clock.now(), item.plan.person.unit
    grants = [grant for desk in Desk for grant in known(unit, desk.value)]
    away = [each.absence for each in grants if each.absence and each.absence.covers(now)]
    holders = {grant.user_id for grant in grants}
    return {item.owner_id, *holders, *(absence.substitute_id for absence in away)}
