"""Which calls still wait for a worker, on the queues that run without a server of their own."""

import pytest

from pdplanner import create_app
from pdplanner.plans import tasks
from pdplanner.plans.scenarios import builds
from tests.support import databases


@pytest.fixture
def broker(database, tmp_path):
    """The queue of an application, in a file or on the server of its database."""
    address = f"sqlite:///{tmp_path}/queue.db" if database.startswith("sqlite") else database
    app = create_app(databases.settings(database, tmp_path, QUEUE_URL=address))
    with app.app_context():
        yield app.extensions["queue"]
        app.extensions["queue"].storage.flush_all()
        app.extensions["queue"].storage.close()


def test_a_call_waits_until_a_worker_takes_it(broker):
    tasks.build.later(7)
    tasks.study.later(8)

    assert tasks.build.waiting() == {(7,)}
    assert tasks.study.waiting() == {(8,)}

    broker.dequeue()

    assert tasks.build.waiting() == set()
    assert tasks.study.waiting() == {(8,)}


def test_a_call_that_is_to_be_tried_again_waits(broker, monkeypatch):
    monkeypatch.setattr(builds, "asked_version", lambda _: [].pop())
    tasks.build.later(7)

    broker.execute(broker.dequeue())

    assert tasks.build.waiting() == {(7,)}
