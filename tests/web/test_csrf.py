"""No route changes anything without the form token of its session."""

import pytest
from itsdangerous import URLSafeTimedSerializer

from pdplanner.extensions import db
from pdplanner.web.transactions import SAFE_METHODS
from tests.access import matrix
from tests.access.world import make_world
from tests.support import stored
from tests.support.client import HTMX
from tests.support.databases import KEY
from tests.support.html import text_of

MATRIX = matrix.read()
FORGED = "IjAwMDAi.aSDzYA.forged"
ELSEWHERE = URLSafeTimedSerializer(KEY, salt="wtf-csrf-token").dumps("0" * 40)
UNSENT = {
    "no token": {},
    "no token, htmx": {"headers": HTMX},
    "forged field": {"data": {"csrf_token": FORGED}},
    "token of another session": {"headers": {"X-CSRFToken": ELSEWHERE}},
}


@pytest.fixture
def world(app):
    return make_world()


@pytest.mark.parametrize("sent", UNSENT.values(), ids=UNSENT)
def test_every_unsafe_route_refuses_whom_it_would_allow(app, world, as_user, sent):
    before = stored.read(db.engine)
    wrong = []

    for endpoint, method in unsafe_routes(app):
        client = as_user(getattr(world.cast, allowed_actor(endpoint, method)))
        client.token = None
        answer = client.open(world.address(app, endpoint), method=method, **sent)
        if answer.status_code != 400 or "The form was older than your session" not in text_of(
            answer.text
        ):
            wrong.append(f"{method} {endpoint}: {answer.status}")

    assert wrong == []
    assert stored.read(db.engine) == before


def unsafe_routes(app):
    return sorted(
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - SAFE_METHODS
    )


def allowed_actor(endpoint, method):
    """Somebody signed in whom the route answers otherwise than by 404."""
    answers = MATRIX[endpoint, method]
    return next(a for a in matrix.ACTORS[1:] if answers[a] not in ("404", matrix.SIGN_IN))
