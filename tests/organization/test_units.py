import contextlib
import random
import threading

import pytest

from pdplanner.extensions import db
from pdplanner.organization import services
from pdplanner.organization.models import Unit, UnitKind
from pdplanner.organization.services import tree
from pdplanner.web import transactions
from tests.support.cast import make_person, make_unit

UNITS, MOVES, SEED = 20, 60, 20261121


def path_by_parents(unit):
    above = path_by_parents(unit.parent) if unit.parent else ""
    return f"{above}{unit.id}/"


def assert_sound():
    """Every path names the unit's ancestors, as its parents do."""
    db.session.expire_all()
    units = db.session.scalars(db.select(Unit)).all()
    assert {u.name: u.path for u in units} == {u.name: path_by_parents(u) for u in units}


def test_created_unit_stands_below_its_parent(cast):
    unit = services.create_unit(name="Cabling", kind="team", parent=cast.network)

    assert unit.path == f"{cast.network.path}{unit.id}/"


def test_moving_a_unit_takes_its_whole_subtree_along(cast):
    services.move_unit(cast.department, parent=cast.birch)
    db.session.commit()

    assert cast.network.path == f"{cast.birch.path}{cast.department.id}/{cast.network.id}/"
    assert_sound()


@pytest.mark.parametrize("target", ["department", "network"])
def test_unit_is_not_moved_into_itself(cast, target):
    with pytest.raises(services.OrganizationError, match="below itself") as refusal:
        services.move_unit(cast.department, parent=getattr(cast, target))

    assert refusal.value.field == "parent"
    assert_sound()


def test_random_moves_keep_every_path_true(app):
    choose = random.Random(SEED)  # noqa: S311 (the same tree in every run)
    root = services.create_unit(name="Root", kind=UnitKind.STATE, parent=None)
    units = [root]
    for n in range(UNITS):
        parent = choose.choice(units)
        units.append(services.create_unit(name=f"Unit {n}", kind=UnitKind.TEAM, parent=parent))
    parents = {unit: unit.parent for unit in units}

    def holds(unit, other):
        return other is not None and (other is unit or holds(unit, parents[other]))

    for _ in range(MOVES):
        unit, target = choose.choice(units[1:]), choose.choice(units)
        if holds(unit, target):
            with pytest.raises(services.OrganizationError):
                services.move_unit(unit, parent=target)
        else:
            services.move_unit(unit, parent=target)
            parents[unit] = target
        db.session.commit()

    assert {unit: unit.parent for unit in units} == parents
    assert_sound()


def test_tree_too_deep_for_its_path_is_refused(cast):
    cast.network.path = f"{'1/' * 126}{cast.network.id}/"
    db.session.flush()

    with pytest.raises(services.OrganizationError, match="too deep"):
        services.create_unit(name="One level more", kind="team", parent=cast.network)


def test_moving_a_deep_subtree_below_a_deep_unit_is_refused(cast):
    """The unit itself would fit, but not what stands far below it."""
    deep = make_unit("Deep", UnitKind.TEAM, parent=cast.support)
    deep.path = f"{cast.support.path}{'7/' * 65}{deep.id}/"
    cast.network.path = f"{'7/' * 65}{cast.network.id}/"
    db.session.commit()
    before = {unit: unit.path for unit in (cast.support, deep, cast.network)}

    with pytest.raises(services.OrganizationError, match="Support would stand too deep"):
        services.move_unit(cast.support, parent=cast.network)

    assert {unit: unit.path for unit in before} == before


@pytest.fixture
def patient(monkeypatch):
    """A move that has passed its checks waits for another that has, if one comes."""
    both_checked, rewrite = threading.Barrier(2), tree.rewrite

    def wait_and_rewrite(unit, *, parent):
        # The other is held back until this move ends, as it should: nobody comes.
        with contextlib.suppress(threading.BrokenBarrierError):
            both_checked.wait(timeout=1)
        rewrite(unit, parent=parent)

    monkeypatch.setattr(tree, "rewrite", wait_and_rewrite)


def test_two_moves_at_once_make_no_circle(app, cast, patient):
    network, support, refused = cast.network.id, cast.support.id, []
    db.session.commit()

    def move(unit_id, parent_id):
        with app.app_context(), transactions.writing():
            unit, parent = db.session.get(Unit, unit_id), db.session.get(Unit, parent_id)
            try:
                services.move_unit(unit, parent=parent)
                db.session.commit()
            except services.OrganizationError as error:
                refused.append(str(error))

    moves = ((network, support), (support, network))
    threads = [threading.Thread(target=move, args=each) for each in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert_sound()


def test_unit_with_people_and_units_is_not_closed_and_says_how_many(cast):
    make_person("Ann", cast.department)

    with pytest.raises(services.OrganizationError, match="2 active people and 2 units"):
        services.deactivate_unit(cast.department)

    assert cast.department.active


def test_emptied_unit_is_closed_and_opened_again(cast):
    services.move_person(cast.sam, unit=cast.support)

    services.deactivate_unit(cast.network)
    assert not cast.network.active

    services.reactivate_unit(cast.network)
    assert cast.network.active


def test_closed_unit_takes_in_nobody_and_nothing(cast):
    services.deactivate_unit(cast.support)

    with pytest.raises(services.OrganizationError, match="Support is closed"):
        services.move_person(cast.sam, unit=cast.support)
    with pytest.raises(services.OrganizationError, match="Support is closed"):
        services.move_unit(cast.network, parent=cast.support)
    with pytest.raises(services.OrganizationError, match="Support is closed"):
        services.create_unit(name="New", kind="team", parent=cast.support)


def test_unit_below_a_closed_one_is_not_opened(cast):
    cabling = services.create_unit(name="Cabling", kind="team", parent=cast.support)
    services.deactivate_unit(cabling)
    services.deactivate_unit(cast.support)

    with pytest.raises(services.OrganizationError, match="Support is closed"):
        services.reactivate_unit(cabling)


@pytest.mark.parametrize(("which", "kind"), [("alder", "state"), ("network", "district")])
def test_a_unit_with_people_neither_becomes_a_district_nor_ceases_to_be_one(cast, which, kind):
    unit = getattr(cast, which)
    facts = {"name": unit.name, "stale_after_months": None}

    with pytest.raises(services.OrganizationError, match="has people") as refused:
        services.edit_unit(unit, kind=kind, **facts)

    assert refused.value.field == "kind"
    assert unit.kind != kind


def test_nobody_moves_to_where_somebody_has_their_number(cast):
    here, there = make_unit("Here", "team", parent=cast.alder), make_unit("Elm", "district")
    first, second = make_person("First", cast.network), make_person("Second", there)
    first.employee_number = second.employee_number = "77"
    team = make_unit("Team", "team", parent=there)
    db.session.commit()

    with pytest.raises(services.OrganizationError, match="has the number 77 already"):
        services.move_person(second, unit=here)
    services.move_person(second, unit=team)
    with pytest.raises(services.OrganizationError, match="has the number 77, and so has") as unit:
        services.move_unit(team, parent=cast.alder)

    assert unit.value.field == "parent"
    second.employee_number = "78"
    services.move_unit(team, parent=cast.alder)
