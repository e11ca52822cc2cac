from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from pdplanner.extensions import db
from pdplanner.frameworks.models import Category, Framework, Indicator, SkillArea


class NoFrameworkError(LookupError):
    """Nothing is loaded that people could be assessed on."""


@dataclass(frozen=True)
class Neighbors:
    before: Indicator | None
    indicator: Indicator
    after: Indicator | None


def framework(code: str) -> Framework | None:
    """Return a framework with its categories, areas and indicators loaded."""
    tree = selectinload(Framework.categories).selectinload(Category.areas)
    loaded = select(Framework).where(Framework.code == code)
    return db.session.scalar(loaded.options(tree.selectinload(SkillArea.indicators)))


def individual_framework() -> Framework:
    """Return the built-in framework that people are assessed on."""
    individual = select(Framework).where(Framework.kind == "individual")
    found = db.session.scalar(individual.order_by(Framework.id).limit(1))
    if found is None:
        raise NoFrameworkError("No framework of kind individual is loaded.")
    return found


def indicators(framework: Framework) -> Sequence[Indicator]:
    """Return the indicators by position, each with its area loaded."""
    ordered = select(Indicator).where(Indicator.framework_id == framework.id)
    ordered = ordered.order_by(Indicator.position).options(selectinload(Indicator.area))
    return db.session.scalars(ordered).all()


def areas(framework: Framework) -> Sequence[SkillArea]:
    """Return the skill areas by position."""
    ordered = select(SkillArea).where(SkillArea.framework_id == framework.id)
    return db.session.scalars(ordered.order_by(SkillArea.position)).all()


def indicator_ids(framework_code: str) -> dict[str, int]:
    """Return the id of each indicator of a framework by its code; empty for no framework."""
    coded = select(Indicator.code, Indicator.id).join(
        Framework, Framework.id == Indicator.framework_id
    )
    rows = db.session.execute(coded.where(Framework.code == framework_code))
    return {row.code: row.id for row in rows}


def counted() -> Sequence[tuple[Framework, int, int]]:
    """Return each framework with its number of areas and of indicators, by title."""
    in_it = SkillArea.framework_id == Framework.id
    area_count = select(func.count(SkillArea.id)).where(in_it).scalar_subquery()
    of_it = Indicator.framework_id == Framework.id
    indicator_count = select(func.count(Indicator.id)).where(of_it).scalar_subquery()
    rows = select(Framework, area_count, indicator_count).order_by(Framework.title)
    return [(framework, areas, count) for framework, areas, count in db.session.execute(rows)]


def neighbors(framework: Framework, code: str) -> Neighbors | None:
    """Find an indicator of a loaded framework with those before and after it."""
    areas = [area for category in framework.categories for area in category.areas]
    ordered = [indicator for area in areas for indicator in area.indicators]
    rows = zip([None, *ordered[:-1]], ordered, [*ordered[1:], None], strict=True)
    for before, indicator, after in rows:
        if indicator.code == code:
            return Neighbors(before, indicator, after)
    return None
