"""Who may do what: the one place that decides, for pages, fragments and files alike.

A permission names the roles that have it (at a unit, reaching its subtree) and whether the person
whom a record is about has it too. Whatever is not granted answers 404, as if it did not exist.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar

from flask import Response, abort, g
from flask_security import current_user
from sqlalchemy import ColumnElement, SQLColumnExpression, false, or_, select

from pdplanner.accounts.models import Grant
from pdplanner.accounts.permissions import PERMISSIONS, STOOD_IN
from pdplanner.accounts.queries import SignedIn, StandIn
from pdplanner.accounts.sign_in import ask_to_sign_in, signed_in, signed_in_user
from pdplanner.extensions import Base
from pdplanner.web.record_ids import get_or_none

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound="Scoped")


class Scoped(Protocol):
    """A record that stands at a unit, and may be about a person who has an account."""

    @property
    def scope_path(self) -> str | None:
        """The unit's path; None for what the project ships, which everybody reads."""

    @property
    def owner_id(self) -> int | None:
        """The account of the person whom the record is about."""


class Place(NamedTuple):
    """A unit's path at and below which somebody has a permission, maybe for an absent holder."""

    path: str
    holder_id: int | None = None

    def is_of(self, user_id: int | None) -> bool:
        """Whether a record is about the very person who is stood in for: nobody's place to be."""
        return self.holder_id is not None and self.holder_id == user_id


def requires(permission: str) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Say on a view what it needs; `load` then refuses every record outside it."""
    rule = PERMISSIONS[permission]

    def decorate(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if not current_user.is_authenticated:
                return ask_to_sign_in()
            if not (rule.everybody or rule.owner or paths(permission)):
                abort(404)
            g.permission = permission
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def without_account(view: Callable[P, R]) -> Callable[P, R]:
    """Say on a view that it asks for no account: what its address holds is all that it takes."""
    view.permission = "without_account"  # type: ignore[attr-defined]
    return view


def load(model: type[T], record_id: int, *, permission: str = "", **options: Any) -> T:
    """Return the record if the view's permission reaches it, else answer 404."""
    record = get_or_none(model, record_id, **options)
    if record is None or not may(permission or g.permission, record):
        abort(404)
    return record


def load_to_change(model: type[T], record_id: int, *, permission: str = "", **options: Any) -> T:
    """Load a record that nobody else changes until this request has ended."""
    return load(model, record_id, permission=permission, with_for_update={"of": model}, **options)


def may(permission: str, record: Scoped) -> bool:
    """Whether the user has a permission over a record."""
    rule = PERMISSIONS[permission]
    if rule.owner and record.owner_id is not None and record.owner_id == current_user.id:
        return True
    path = record.scope_path
    if rule.everybody:
        return path is None or _in_sight(path)
    if path is None:
        return False
    return any(
        path.startswith(place.path) and not place.is_of(record.owner_id)
        for place in places(permission)
    )


def may_somewhere(permission: str) -> bool:
    """Whether the user has the permission anywhere: by a grant, or over their own records."""
    rule = PERMISSIONS[permission]
    return rule.everybody or bool(paths(permission)) or (rule.owner and own_home() is not None)


def paths(permission: str) -> tuple[str, ...]:
    """Return the paths of the units at and below which the user's grants carry a permission."""
    return tuple(place.path for place in places(permission))


def places(permission: str) -> tuple[Place, ...]:
    """Return where the user has a permission: by their own grants, and in whose place."""
    found = _signed_in()
    return _places(permission, found.reaches, found.stands_in) if found else ()


@lru_cache(maxsize=4_096)
def _places(
    permission: str, reaches: tuple[tuple[str, str], ...], stands_in: tuple[StandIn, ...]
) -> tuple[Place, ...]:
    """Kept, since a page asks for each of its tabs: whatever it depends on is given."""
    roles = PERMISSIONS[permission].roles
    own = tuple(Place(path) for role, path in reaches if role in roles)
    stood_in = stands_in if permission in STOOD_IN else ()
    return own + tuple(Place(each.path, each.user_id) for each in stood_in if each.role in roles)


def within(path: SQLColumnExpression[str], permission: str = "") -> ColumnElement[bool]:
    """The condition that keeps a list to the units that the permission reaches."""
    return _below(path, paths(permission or g.permission))


@lru_cache(maxsize=1_024)
def _below(path: SQLColumnExpression[str], reached: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(false(), *(path.startswith(reach, autoescape=True) for reach in reached))


def held_by(
    user_id: SQLColumnExpression[int | None], permission: str, path: SQLColumnExpression[str]
) -> ColumnElement[bool]:
    """The condition that an account, signed in or not, has a permission by a grant at a path."""
    unit = Base.metadata.tables["unit"].alias()
    grants = select(Grant.id).join(unit, (unit.c.id == Grant.unit_id) & unit.c.active)
    roles = PERMISSIONS[permission].roles
    held = grants.where(Grant.user_id == user_id, Grant.role.in_(roles))
    return held.where(path.startswith(unit.c.path)).correlate_except(Grant, unit).exists()


def stands_in_for(permission: str, record: Scoped) -> int | None:
    """The account in whose place the user has a permission over a record; None: in their own."""
    rule, path = PERMISSIONS[permission], record.scope_path or ""
    if rule.owner and record.owner_id == current_user.id:
        return None
    holders = [each.holder_id for each in places(permission) if path.startswith(each.path)]
    return None if None in holders else next(iter(holders), None)


def own_home() -> str | None:
    """The path of the unit where the user works; None for no staff."""
    found = _signed_in()
    return found.home if found else None


def homes() -> tuple[str, ...]:
    """The paths at which the user stands: their own unit's and their grants'."""
    own = own_home()
    granted = (path for _role, path in reaches())
    return tuple(dict.fromkeys([*([own] if own else []), *granted]))


def _in_sight(path: str) -> bool:
    """What a unit owns is seen in its subtree, and from above by those with a grant there."""
    return any(home.startswith(path) for home in homes()) or any(
        path.startswith(reach) for _role, reach in reaches()
    )


def unread_notices() -> int:
    found = _signed_in()
    return found.unread if found else 0


def reaches() -> tuple[tuple[str, str], ...]:
    """The signed-in user's (role, unit path) pairs."""
    found = _signed_in()
    return found.reaches if found else ()


def _signed_in() -> SignedIn | None:
    """Asked for many times a page: the user is looked up once for each."""
    user = signed_in_user()
    return signed_in(user.fs_uniquifier) if user.is_authenticated else None
