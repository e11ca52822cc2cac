"""Saves a rating in one statement, which neither a second tab nor a submit can overtake."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Insert, Integer, String, bindparam, select

from pdplanner import clock
from pdplanner.assessments.models import Rating, SelfAssessment
from pdplanner.extensions import db
from pdplanner.inserts import INSERTS

WRITTEN = ("level", "evidence", "reason", "rated_at")


def save_rating(
    assessment_id: int, indicator_id: int, *, level: int | None, evidence: str, reason: str
) -> bool:
    """Insert or replace a rating; return False, and write nothing, once it is submitted."""
    given = {
        "assessment": assessment_id,
        "indicator": indicator_id,
        "level": level,
        "evidence": evidence,
        "reason": reason,
        "rated_at": clock.now(),
    }
    statement = _STATEMENTS[db.session.get_bind().dialect.name]
    return db.session.connection().execute(statement, given).scalar() is not None


def _statement(insert: Callable[..., Any]) -> Insert:
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
    columns = ["assessment_id", "indicator_id", *WRITTEN]
    saved = insert(ratings).from_select(columns, draft)
    upsert: Insert = saved.on_conflict_do_update(
        index_elements=["assessment_id", "indicator_id"],
        set_={name: saved.excluded[name] for name in WRITTEN},
    ).returning(ratings.c.id)
    return upsert


# Prepared: somebody who rates sends one of them with every key.
_STATEMENTS = {dialect: _statement(insert) for dialect, insert in INSERTS.items()}
