"""Saves a rating in one statement, which neither a second tab nor a submit can overtake."""

from collections.abc import Collection
from functools import cache

from sqlalchemy import Insert, Integer, String, bindparam, select

from pdplanner import clock
from pdplanner.assessments.models import Rating, SelfAssessment
from pdplanner.extensions import db
from pdplanner.inserts import INSERTS

GIVEN = ("level", "evidence", "reason")


def save_rating(
    assessment_id: int,
    indicator_id: int,
    *,
    level: int | None,
    evidence: str,
    reason: str,
    changed: Collection[str],
) -> bool:
    """Insert a rating, or replace what is `changed` of one that is there.

    Return False, and write nothing, once it is submitted.
    """
    given = {
        "assessment": assessment_id,
        "indicator": indicator_id,
        "level": level,
        "evidence": evidence,
        "reason": reason,
        "rated_at": clock.now(),
    }
    statement = _statement(db.session.get_bind().dialect.name, frozenset(changed))
    return db.session.connection().execute(statement, given).scalar() is not None


# Prepared: somebody who rates sends one of them with every key.
@cache
def _statement(dialect: str, changed: frozenset[str]) -> Insert:
    ratings = Rating.__table__
    draft = (
        select(
            SelfAssessment.id,
            bindparam("indicator", type_=Integer),
            bindparam("level", type_=Integer),
            bindparam("evidence", type_=String),
            bindparam("reason", type_=String),
            bindparam("rated_at", type_=ratings.c.rated_at.type),
        )
        .where(
            SelfAssessment.id == bindparam("assessment"),
            SelfAssessment.submitted_at.is_(None),
        )
        .with_for_update(key_share=True)
    )
    columns = ["assessment_id", "indicator_id", *GIVEN, "rated_at"]
    saved = INSERTS[dialect](ratings).from_select(columns, draft)
    upsert: Insert = saved.on_conflict_do_update(
        index_elements=["assessment_id", "indicator_id"],
        set_={name: saved.excluded[name] for name in (*sorted(changed), "rated_at")},
    ).returning(ratings.c.id)
    return upsert
