from typing import Any

from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.organization.models import JobRole, Target
from pdplanner.organization.services.errors import OrganizationError


def load_job_role(document: dict[str, Any]) -> JobRole:
    """Load a shipped job role with its targets, or bring the loaded one up to its document.

    The framework whose indicators it names must be loaded.
    """
    indicator_ids = _indicator_ids(document)
    role = _shipped(document["code"]) or JobRole(code=document["code"], unit_id=None)
    role.title = document["title"]
    role.reasoning = " ".join(document["reasoning"].split())
    db.session.add(role)
    db.session.flush()
    _load_targets(role, document["targets"], indicator_ids)
    db.session.flush()
    return role


def _load_targets(
    role: JobRole, entries: list[dict[str, Any]], indicator_ids: dict[str, int]
) -> None:
    held = {target.indicator_id: target for target in role.targets}
    wanted = {indicator_ids[entry["indicator"]]: entry for entry in entries}
    for indicator_id in held.keys() - wanted.keys():
        role.targets.remove(held[indicator_id])
    for indicator_id, entry in wanted.items():
        target = held.get(indicator_id) or Target(indicator_id=indicator_id)
        target.level, target.weight = entry["level"], entry["weight"]
        target.good_enough = entry.get("good_enough")
        if indicator_id not in held:
            role.targets.append(target)


def _shipped(code: str) -> JobRole | None:
    return db.session.scalar(select(JobRole).where(JobRole.code == code, JobRole.unit_id.is_(None)))


def _indicator_ids(document: dict[str, Any]) -> dict[str, int]:
    ids = frameworks.indicator_ids(document["framework"])
    unknown = [each["indicator"] for each in document["targets"] if each["indicator"] not in ids]
    if unknown:
        raise OrganizationError(
            f"Job role {document['code']}: framework {document['framework']} has no indicator"
            f" {', '.join(unknown)}; load the framework first.",
            field="targets",
        )
    return ids
