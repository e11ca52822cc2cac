from sqlalchemy import func, select

from pdplanner.audit.models import Access
from pdplanner.extensions import db
from pdplanner.organization import queries
from pdplanner.organization.models import Person, Unit, UnitKind
from pdplanner.organization.services import employee_numbers, trail, tree
from pdplanner.organization.services.absences import end_lost
from pdplanner.organization.services.errors import OrganizationError
from pdplanner.organization.services.standing import announce_staleness
from pdplanner.organization.signals import answering_changed
from pdplanner.web.filters import plural
from pdplanner.web.word_lists import in_a_row


def create_unit(
    *,
    name: str,
    kind: str,
    parent: Unit | None,
    stale_after_months: int | None = None,
    time_zone: str | None = None,
) -> Unit:
    """Create a unit below another, or the root of a tree of its own."""
    if parent:
        tree.hold(parent)
        _refuse_inactive(parent)
    unit = Unit(
        name=name,
        kind=UnitKind(kind),
        parent=parent,
        path="",
        stale_after_months=stale_after_months,
        time_zone=time_zone,
    )
    db.session.add(unit)
    db.session.flush()
    path = f"{parent.path if parent else ''}{unit.id}/"
    tree.refuse_long_path(name, len(path))
    unit.path = path
    db.session.flush()
    trail.of_unit(Access.UNIT_ADDED, unit, f"Below {parent.name}" if parent else "")
    return unit


def edit_unit(
    unit: Unit,
    *,
    name: str,
    kind: str,
    stale_after_months: int | None,
    time_zone: str | None = None,
) -> None:
    _refuse_another_district(unit, UnitKind(kind))
    before, facts = queries.stale_months(unit), trail.facts_of_unit(unit)
    unit.name = name
    unit.kind = UnitKind(kind)
    unit.stale_after_months, unit.time_zone = stale_after_months, time_zone
    db.session.flush()
    trail.unit_changed(unit, facts)
    announce_staleness(unit, before=before)


def set_cover(unit: Unit, *, cover: int | None) -> None:
    """Say how many of the unit's subtree stay at work on any day; None is no limit."""
    unit.cover = cover
    db.session.flush()


def move_unit(unit: Unit, *, parent: Unit) -> None:
    """Move a unit with everything in it; grants at units above then reach it or no longer do."""
    tree.hold(unit, parent)
    if parent.path.startswith(unit.path):
        raise OrganizationError(
            f"{unit.name} cannot stand below itself or a unit of its own.", field="parent"
        )
    _refuse_inactive(parent)
    if parent.id == unit.parent_id:
        return
    employee_numbers.refuse_shared(unit, parent)
    before, left = queries.stale_months(unit), unit.parent
    tree.rewrite(unit, parent=parent)
    was = left.name if left else "the top"
    said, other = f"From {was} to {parent.name}", left.id if left else None
    trail.of_unit(Access.UNIT_MOVED, unit, said, other_unit_id=other)
    announce_staleness(unit, before=before)
    end_lost()
    answering_changed.send(unit, units=[unit])


def deactivate_unit(unit: Unit) -> None:
    """Close a unit that nobody works in; its grants reach nothing from then on."""
    tree.hold(unit)
    people, units = _count_people(unit), _count_units(unit)
    if people or units:
        left = [plural(people, "active person", "active people")] if people else []
        left += [plural(units, "unit")] if units else []
        raise OrganizationError(f"{unit.name} still has {in_a_row(left)}. Move them first.")
    if not unit.active:
        return
    unit.active = False
    db.session.flush()
    trail.of_unit(Access.UNIT_CLOSED, unit)


def reactivate_unit(unit: Unit) -> None:
    tree.hold(unit)
    if unit.parent:
        _refuse_inactive(unit.parent)
    if unit.active:
        return
    unit.active = True
    db.session.flush()
    trail.of_unit(Access.UNIT_REOPENED, unit)


def _refuse_inactive(parent: Unit) -> None:
    if not parent.active:
        raise OrganizationError(f"{parent.name} is closed; choose an open unit.", field="parent")


def _refuse_another_district(unit: Unit, kind: UnitKind) -> None:
    """Years, prices and runs are a district's: its people would be without theirs."""
    if UnitKind.DISTRICT not in (unit.kind, kind) or unit.kind == kind:
        return
    works = select(Person.id).join(Person.unit).where(queries.below(unit)).limit(1)
    if db.session.scalar(works) is not None:
        change = "cease to be" if unit.kind == UnitKind.DISTRICT else "become"
        raise OrganizationError(
            f"{unit.name} has people, so it cannot {change} a district: fiscal years, prices and"
            " runs are a district's, and theirs would be others. Add a unit and move them.",
            field="kind",
        )


def _count_people(unit: Unit) -> int:
    people = select(func.count(Person.id)).where(Person.unit_id == unit.id, Person.active)
    return db.session.scalar(people) or 0


def _count_units(unit: Unit) -> int:
    units = select(func.count(Unit.id)).where(Unit.parent_id == unit.id, Unit.active)
    return db.session.scalar(units) or 0
