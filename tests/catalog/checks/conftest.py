"""A small folder of reference files that fit, to be spoilt in one place at a time."""

from collections.abc import Callable

import pytest

from pdplanner.catalog.checks import check_catalog

FRAMEWORK = """\
code: small
title: Small framework
version: '1'
kind: individual
source: https://example.org/framework
as_of: '2021'
categories:
  - code: I
    title: Leading
    areas:
      - code: I.A
        title: Vision
        short: Vision
        summary: Seeing ahead.
        indicators:
          - {code: I.A.1, title: Sees, statement: Sees what comes.}
          - {code: I.A.2, title: Tells, statement: Tells what comes.}
"""
FUNCTIONS = """
code: functions
title: Function
source: https://example.org/handbook
as_of: '2021'
notes: []
values:
  - {code: '0100', title: Teaching}
  - {code: '0200', title: Support}
"""
ROLE = """\
code: leader
title: Leader
framework: small
reasoning: Leaders see before they tell.
source: This test.
targets:
  - {indicator: I.A.1, level: 3, good_enough: 4, weight: 8}
  - {indicator: I.A.2, level: 2, weight: 3}
"""
OFFERINGS = """\
provider: Example (Inc.)
offerings:
  - code: example-course
    title: A course
    url: https://example.org/course
    format: live-online
    audience: everybody
    description: Teaches to see.
    price_usd: 100
    member_price_usd: 80
    hours: 2
    credits: null
    prerequisites: null
    teaches:
      - {indicator: I.A.1, level: 2, from: 0}
    source: https://example.org/course
    as_of: '2021-02-28'
    verified: true
  - code: example-exam
    title: An exam
    url: https://example.org/exam
    format: certification-exam
    audience: everybody
    description: Tests what one tells.
    price_usd: null
    member_price_usd: null
    hours: 4
    sitting_hours: 1.5
    hours_note: Preparation as the provider advises.
    credits: null
    prerequisites: null
    requires: [example-course]
    teaches:
      - {indicator: I.A.2, level: 3, from: 1}
    source: null
    as_of: null
    verified: false
"""
FILES = {
    "frameworks/small.yaml": FRAMEWORK,
    "finance/functions.yaml": FUNCTIONS,
    "job_roles/leader.yaml": ROLE,
    "offerings/example.yaml": OFFERINGS,
}


@pytest.fixture
def found(tmp_path) -> Callable[..., list[str]]:
    """Check the folder after replacements in one file, which may be renamed."""

    def check(name: str = "", *replacements: tuple[str, str], rename: str = "") -> list[str]:
        for path, text in FILES.items():
            for old, new in replacements if path == name else ():
                assert old in text
                text = text.replace(old, new)
            target = tmp_path / (rename if rename and path == name else path)
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return check_catalog(tmp_path)

    return check
