"""What shipped offerings require of each other, across the files of their providers."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from pdplanner.catalog.models import Offering, Requirement
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks


class UnknownOfferingError(LookupError):
    """An offering requires one that is not loaded."""


def load_requirements(documents: Iterable[dict[str, Any]]) -> None:
    """Let the loaded offerings of the documents require what these say, and nothing else.

    The same documents twice change nothing. Raises UnknownOfferingError before anything is changed.
    """
    shipped = select(Offering).where(Offering.unit_id.is_(None))
    loaded = db.session.scalars(shipped.options(selectinload(Offering.requires)))
    offerings = {offering.code: offering for offering in loaded}
    indicators = frameworks.indicator_ids(frameworks.individual_framework().code)
    entries = [entry for document in documents for entry in document["offerings"]]
    _refuse_unknown(entries, offerings)
    for entry in entries:
        required = [offerings[code] for code in entry.get("requires", ())]
        unless = entry.get("unless")
        waiver = (indicators[unless["indicator"]], unless["level"]) if unless else (None, None)
        _set_requirements(offerings[entry["code"]], required, *waiver)
    db.session.flush()


def _refuse_unknown(entries: Iterable[dict[str, Any]], known: Collection[str]) -> None:
    for entry in entries:
        for code in entry.get("requires", ()):
            if code not in known:
                raise UnknownOfferingError(f"{entry['code']} requires {code}, which no file has.")


def _set_requirements(
    offering: Offering, required: Iterable[Offering], indicator_id: int | None, level: int | None
) -> None:
    held = {each.required_id: each for each in offering.requires}
    offering.requires = [held.get(each.id) or Requirement(required=each) for each in required]
    for each in offering.requires:
        each.unless_indicator_id, each.unless_level = indicator_id, level
