import pytest

from pdplanner.extensions import db
from pdplanner.organization import services
from pdplanner.organization.signals import staleness_changed


@pytest.fixture
def heard():
    """What was announced to the slices above: the names of the people."""
    names = []

    def listen(_unit, people):
        names.extend(person.name for person in people)

    staleness_changed.connect(listen)
    yield names
    staleness_changed.disconnect(listen)


def test_other_months_are_announced_for_everybody_below(cast, heard):
    services.edit_unit(cast.department, name="Technology", kind="department", stale_after_months=12)

    assert sorted(heard) == ["Dana Director", "Sam Staff"]


def test_the_same_months_are_not_announced(cast, heard):
    services.edit_unit(cast.department, name="IT", kind="department", stale_after_months=18)
    services.move_unit(cast.department, parent=cast.birch)

    assert heard == []


def test_moving_to_other_months_is_announced_for_those_who_move(cast, heard):
    cast.birch.stale_after_months = 6
    db.session.commit()

    services.move_person(cast.sam, unit=cast.birch)
    services.move_unit(cast.department, parent=cast.birch)

    assert heard == ["Sam Staff", "Dana Director"]
