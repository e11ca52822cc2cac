"""The units that a form offers: those that the user's permission reaches, and no others."""

from sqlalchemy import and_, not_

from pdplanner.accounts import access
from pdplanner.organization import queries, trees
from pdplanner.organization.models import Unit

FEW = 40


def units(permission: str, *, besides: Unit | None = None) -> list[tuple[int, str]]:
    """Return (id, names down to it) of the open units; `besides` leaves out a subtree."""
    offered = access.within(Unit.path, permission)
    if besides:
        offered = and_(offered, not_(queries.below(besides)))
    return trees.choices(trees.grow(queries.unit_names(offered), {}))


def few_units(permission: str) -> list[tuple[int, str]]:
    """Return the same where a list of them helps, and nothing where they are too many to read."""
    names = queries.unit_names(access.within(Unit.path, permission), limit=FEW + 1)
    return [] if len(names) > FEW else trees.choices(trees.grow(names, {}))
