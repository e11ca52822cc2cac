"""Sixty-four browsers answer requests at the same moment, before a server of four processes."""

import http.client
import os
import socket
import subprocess
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from urllib.parse import urlencode

import pytest

from pdplanner import config, serving
from pdplanner.budgets import ledger_queries
from pdplanner.budgets.models import Fund, LedgerAction
from pdplanner.extensions import db
from tests.support.client import session_of
from tests.support.databases import KEY
from tests.support.framework import make_framework
from tests.support.person_year import make_ledger_fund, make_requests, make_year

BROWSERS, WORKERS, ROOM = 64, 4, 10
SECONDS = 60


@pytest.fixture
def port(app, tmp_path):
    """A server in the settings of production over the test's database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "SECRET_KEY": KEY,
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "PDPLANNER_DATA": str(tmp_path),
        "MAIL_URL": "outbox",
        "BASE_URL": "https://pd.example.org",
    }
    command = serving.web_command(host="127.0.0.1", port=port, workers=WORKERS)
    server = subprocess.Popen(command, cwd=config.ROOT, env=environment, stderr=subprocess.DEVNULL)
    yield port
    server.terminate()
    server.wait(SECONDS)


def ask(port, method, path, headers=None, body=None):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as connection:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def wait_for(port):
    until = time.monotonic() + SECONDS
    while True:
        try:
            return ask(port, "GET", "/login")
        except OSError:
            assert time.monotonic() < until, "The server did not start."
            time.sleep(0.1)


def at_once(port, director, forms):
    """Post all forms, (path, fields), in the same moment; return the answers in their order."""
    cookie, token = session_of(director)
    headers = {
        "Cookie": f"__Host-session={cookie}",
        "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    start = Barrier(len(forms))

    def post(form):
        path, fields = form
        start.wait(SECONDS)
        return ask(port, "POST", path, headers, urlencode(fields))

    with ThreadPoolExecutor(len(forms)) as browsers:
        return list(browsers.map(post, forms))


def test_nobody_overspends_and_a_form_sent_again_has_one_effect(app, cast, port):
    make_framework()
    year = make_year(cast.alder)
    first, *item_ids = make_requests(cast.sam, year, BROWSERS + 1)
    fund_id = make_ledger_fund(cast.alder, year, cents=10_00 * (ROOM + 1) + 99).id
    db.session.commit()
    amount = {f"fund_{fund_id}": "10"}
    wait_for(port)

    again = {"key": uuid.uuid4().hex, **amount}
    same = at_once(port, cast.director, [(f"/requests/{first}/approve", again)] * BROWSERS)
    forms = [(f"/requests/{one}/approve", {"key": uuid.uuid4().hex, **amount}) for one in item_ids]
    answers = at_once(port, cast.director, forms)

    assert Counter(status for status, _page in same) == {303: BROWSERS}
    assert Counter(status for status, _page in answers) == {303: ROOM, 422: BROWSERS - ROOM}
    refused = [page for status, page in answers if status == 422]
    assert all("Local has $0.99 left, and this takes $10 of it." in page for page in refused)
    db.session.rollback()
    assert db.session.get_one(Fund, fund_id).encumbered_cents == (ROOM + 1) * 10_00
    assert db.session.query(LedgerAction).filter_by(kind="encumber").count() == ROOM + 1
    assert ledger_queries.faults() == []
