from collections.abc import Callable
from email.message import Message
from typing import Any

import pytest
from flask import Flask

from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.frameworks import services as frameworks
from pdplanner.organization import services
from pdplanner.organization.models import JobRole
from tests.support.cast import Cast
from tests.support.client import Client

BASE_URL = "https://pd.example.org"
# The id of nothing.
NOWHERE = 987_654


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application, as reached under a configured address."""
    monkeypatch.setitem(app.config, "BASE_URL", BASE_URL)
    return app


def body(message: Message) -> str:
    payload: Any = message.get_payload(decode=True)
    return str(payload.decode("utf-8"))


def link(message: Message) -> str:
    """The address in a mail."""
    return next(line for line in body(message).splitlines() if line.startswith("https://"))


@pytest.fixture
def framework_document() -> dict[str, Any]:
    """Three indicators, enough to aim at."""
    indicators = [
        {"code": f"I.A.{n}", "title": f"Indicator {n}", "statement": f"Does {n}."}
        for n in (1, 2, 3)
    ]
    area = {"code": "I.A", "title": "Area", "short": "Area", "summary": "All of it."}
    category = {"code": "I", "title": "Category", "areas": [area | {"indicators": indicators}]}
    return {
        "code": "small", "title": "Small", "version": "1", "kind": "individual",
        "source": "https://example.org/small", "categories": [category],
    }  # fmt: skip


@pytest.fixture
def role_document() -> dict[str, Any]:
    return {
        "code": "network-administrator", "title": "Network administrator", "framework": "small",
        "reasoning": "Keeps the\nnetwork up.", "source": "Ours.",
        "targets": [
            {"indicator": "I.A.1", "level": 3, "weight": 9},
            {"indicator": "I.A.2", "level": 2, "good_enough": 3, "weight": 5},
        ],
    }  # fmt: skip


@pytest.fixture
def job_role(
    app: Flask, framework_document: dict[str, Any], role_document: dict[str, Any]
) -> JobRole:
    frameworks.load_framework(framework_document)
    role = services.load_job_role(role_document)
    db.session.commit()
    return role


@pytest.fixture
def admin(as_user: Callable[[User], Client], cast: Cast) -> Client:
    """Alder's admin, signed in."""
    return as_user(cast.admin)
