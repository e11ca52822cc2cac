import pytest

from pdplanner.accounts.models import Grant
from pdplanner.extensions import db
from pdplanner.organization import services
from pdplanner.organization.models import Unit, UnitKind
from pdplanner.organization.services import (
    found_district,
    invitation_link,
    standing_district,
)
from tests.support.client import Client

CEDAR = {"name": "Cedar", "admin_email": "Ada@Example.org", "admin_name": "Ada Admin"}


def test_founded_district_is_run_by_its_admin(app, as_user):
    district, ada = found_district(**CEDAR)
    db.session.commit()

    assert (district.kind, district.parent, district.path) == (
        UnitKind.DISTRICT, None, f"{district.id}/",
    )  # fmt: skip
    page = as_user(ada).get(f"/units/{district.id}")
    assert "Ada Admin" in page.text


def test_admin_gets_in_by_the_link(app, client: Client):
    _, ada = found_district(**CEDAR)
    db.session.commit()

    path = invitation_link(ada).removeprefix("https://pd.example.org")

    assert client.get(path).status_code == 200


def test_founding_twice_changes_nothing(app):
    first = found_district(**CEDAR)
    again = found_district(**CEDAR)
    db.session.commit()

    assert again == first
    counts = [db.session.scalar(db.select(db.func.count()).select_from(t)) for t in (Unit, Grant)]
    assert counts == [1, 1]


def test_second_admin_joins_a_district_that_stands(app):
    district, _ = found_district(**CEDAR)

    same, bo = found_district(**CEDAR | {"admin_email": "bo@example.org", "admin_name": "Bo"})

    assert same == district
    assert [(g.role, g.unit_id) for g in bo.grants] == [("admin", district.id)]


def test_closed_account_founds_nothing(cast):
    with pytest.raises(services.OrganizationError, match="is closed") as refusal:
        found_district(**CEDAR | {"admin_email": cast.deactivated.email})

    assert refusal.value.field == "admin_email"


def test_a_district_is_known_however_its_name_is_capitalized(app):
    first, _ = found_district(**CEDAR)

    again, _ = found_district(**{**CEDAR, "name": CEDAR["name"].upper()})

    assert again.id == first.id
    assert standing_district(CEDAR["name"].lower()) == first
    assert standing_district("Nowhere") is None
