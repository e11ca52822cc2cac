from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache

from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.organization.models import Target, person_job_role
from pdplanner.organization.targets import Aim


def targets_of(person_ids: Collection[int]) -> dict[int, dict[int, Aim]]:
    """Return each person's aim by indicator id, over all their roles; empty without a role.

    Two queries whatever the number: hundreds of people share a handful of role profiles.
    """
    roles_of = _role_ids(person_ids)
    profiles = _profiles({role for roles in roles_of.values() for role in roles})
    joined = cache(lambda roles: _join(profiles[role] for role in roles))
    return {person: dict(joined(tuple(roles_of.get(person, ())))) for person in person_ids}


def _role_ids(person_ids: Collection[int]) -> dict[int, list[int]]:
    held = select(person_job_role.c.person_id, person_job_role.c.job_role_id)
    held = held.where(person_job_role.c.person_id.in_(person_ids))
    roles_of: dict[int, list[int]] = defaultdict(list)
    for person_id, role_id in db.session.execute(held.order_by(person_job_role.c.job_role_id)):
        roles_of[person_id].append(role_id)
    return roles_of


def _profiles(role_ids: Collection[int]) -> dict[int, dict[int, Aim]]:
    wanted = select(
        Target.job_role_id, Target.indicator_id, Target.level, Target.good_enough, Target.weight
    ).where(Target.job_role_id.in_(role_ids))
    profiles: dict[int, dict[int, Aim]] = {role_id: {} for role_id in role_ids}
    for role_id, indicator_id, level, good_enough, weight in db.session.execute(wanted):
        profiles[role_id][indicator_id] = Aim(level, good_enough, weight)
    return profiles


def _join(profiles: Iterable[dict[int, Aim]]) -> dict[int, Aim]:
    joined: dict[int, Aim] = {}
    for profile in profiles:
        for indicator_id, aim in profile.items():
            held = joined.get(indicator_id)
            joined[indicator_id] = held | aim if held else aim
    return joined
