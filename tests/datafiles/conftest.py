"""A sound offering file, to be spoilt in one place at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

OFFERING = """\
provider: Example
offerings:
  - code: example-course
    title: A course
    url: https://example.org/course
    format: live-online
    audience: everybody
    description: Shows what a file looks like.
    price_usd: 19.99
    member_price_usd: null
    hours: 2.25
    credits: null
    prerequisites: null
    teaches:
      - {indicator: I.A.1, level: 2, from: 0}
    source: https://example.org/course
    as_of: 2021-06-07
    verified: true
"""


@pytest.fixture
def example(tmp_path) -> Callable[[str, str], Path]:
    """Write the sample into offerings/example.yaml, after one replacement."""

    def write(old: str = "", new: str = "") -> Path:
        assert old in OFFERING
        folder = tmp_path / "offerings"
        folder.mkdir()
        path = folder / "example.yaml"
        path.write_text(OFFERING.replace(old, new) if old else OFFERING, encoding="utf-8")
        return path

    return write
