"""What each permission takes: roles at a unit, which reach its subtree, or being the person."""

from dataclasses import dataclass

from pdplanner.accounts.models import Role


@dataclass(frozen=True)
class Permission:
    roles: frozenset[Role] = frozenset()
    owner: bool = False
    everybody: bool = False


def _of(*roles: Role, owner: bool = False) -> Permission:
    return Permission(frozenset(roles), owner=owner)


EVERYBODY = Permission(everybody=True)
PERMISSIONS = {
    "signed_in": EVERYBODY,
    "notice.read": _of(owner=True),
    "framework.read": EVERYBODY,
    "catalog.read": EVERYBODY,
    "catalog.write": _of(Role.DIRECTOR),
    "unit.read": _of(Role.DIRECTOR, Role.HR, Role.ADMIN),
    "unit.write": _of(Role.ADMIN),
    "person.read": _of(Role.DIRECTOR, Role.HR, Role.ADMIN, owner=True),
    "person.write": _of(Role.ADMIN),
    "leaving.read": _of(Role.DIRECTOR, Role.HR, Role.ADMIN),
    "grant.write": _of(Role.ADMIN),
    "absence.write": _of(Role.ADMIN, owner=True),
    "assessment.write": _of(owner=True),
    "level.read": _of(Role.DIRECTOR, owner=True),
    "review.write": _of(Role.DIRECTOR),
    "plan.read": _of(Role.DIRECTOR, owner=True),
    "plan.write": _of(owner=True),
    "team.read": _of(Role.DIRECTOR),
    "readiness.read": _of(Role.DIRECTOR, Role.READER),
    "scenario.write": _of(Role.DIRECTOR),
    "budget.read": _of(Role.DIRECTOR, Role.FINANCE),
    "fund.write": _of(Role.FINANCE),
    "request.read": _of(Role.DIRECTOR, Role.FINANCE, owner=True),
    "request.answer": _of(Role.DIRECTOR, Role.FINANCE),
    "request.direct": _of(Role.DIRECTOR),
    "request.pay": _of(Role.FINANCE),
    "calendar.write": _of(Role.DIRECTOR, Role.FINANCE),
    "trail.read": _of(Role.ADMIN, Role.FINANCE),
    "trail.access": _of(Role.ADMIN),
    "trail.money": _of(Role.FINANCE),
}
STOOD_IN = frozenset(name for name in PERMISSIONS if name.startswith("request."))
"""What somebody may do in place of a role's holder who is away: nothing shows them levels."""
