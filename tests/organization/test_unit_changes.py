from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from tests.organization.conftest import NOWHERE
from tests.support.cast import make_person
from tests.support.html import text_of


def test_moving_a_unit_moves_what_its_director_sees(as_user, cast):
    """Sam's unit goes to the neighboring district: its director gains him, Alder's loses him."""
    accounts.grant(cast.admin, role="admin", unit_id=cast.state.id)
    db.session.commit()
    sam = f"/people/{cast.sam.id}"
    assert as_user(cast.director).get(sam).status_code == 200
    assert as_user(cast.other_director).get(sam).status_code == 404

    address = f"/units/{cast.network.id}/move"
    page = as_user(cast.admin).post(address, data={"parent": cast.birch.id}, follow_redirects=True)

    assert "Network is moved, with everything in it." in text_of(page.text)
    assert as_user(cast.director).get(sam).status_code == 404
    assert as_user(cast.other_director).get(sam).status_code == 200


def test_unit_is_not_offered_its_own_subtree(admin, cast):
    page = admin.get(f"/units/{cast.department.id}/move").text

    assert "Alder / Technology" not in page

    response = admin.post(f"/units/{cast.department.id}/move", data={"parent": cast.network.id})
    assert (response.status_code, "Choose from the list." in response.text) == (422, True)


def test_unit_is_not_moved_out_of_reach(admin, cast):
    for target in (cast.birch.id, cast.state.id, NOWHERE):
        response = admin.post(f"/units/{cast.network.id}/move", data={"parent": target})

        assert (target, response.status_code) == (target, 422)
        assert "Choose from the list." in response.text
    assert cast.network.parent == cast.department


def test_top_of_one_s_own_reach_is_not_moved_or_closed(admin, cast):
    for action in ("move", "deactivate", "reactivate"):
        response = admin.post(f"/units/{cast.alder.id}/{action}", data={"parent": cast.network.id})

        assert (action, response.status_code) == (action, 404)
    assert cast.alder.active
    assert cast.alder.parent == cast.state


def test_unit_in_use_is_not_closed_and_the_page_says_why(admin, cast):
    make_person("Ann", cast.network)
    db.session.commit()

    response = admin.post(f"/units/{cast.network.id}/deactivate")

    assert response.status_code == 422
    assert "Not done. Network still has 2 active people. Move them first." in text_of(response.text)


def test_empty_unit_is_closed_and_opened(admin, cast):
    closed = admin.post(f"/units/{cast.support.id}/deactivate", follow_redirects=True)
    assert "Support is closed." in text_of(closed.text)

    opened = admin.post(f"/units/{cast.support.id}/reactivate", follow_redirects=True)
    assert "Support is open again." in text_of(opened.text)
    assert cast.support.active
