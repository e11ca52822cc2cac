import copy
from typing import Any

import pytest
from flask import Flask

from pdplanner import datafiles
from pdplanner.extensions import db
from pdplanner.frameworks import services
from pdplanner.frameworks.models import Framework


@pytest.fixture(scope="session")
def shipped_document() -> datafiles.Document:
    path = datafiles.FOLDER / "frameworks" / "cosn-essential-skills.yaml"
    return datafiles.read(path, schema="framework")


@pytest.fixture
def document(shipped_document: datafiles.Document) -> dict[str, Any]:
    """The shipped framework's document, the test's own to change."""
    return copy.deepcopy(shipped_document)


@pytest.fixture
def framework(app: Flask, document: dict[str, Any]) -> Framework:
    """The shipped framework, loaded."""
    loaded = services.load_framework(document)
    db.session.commit()
    return loaded
