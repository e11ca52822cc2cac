"""Account codes: checked by the segments of a district, and read with the names of their parts.

Codes are text, and leading zeros count. A district without segments takes any code.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import contains_eager, joinedload

from pdplanner import datafiles
from pdplanner.audit import services as audit
from pdplanner.audit.models import Money
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.models import AccountSegment, FiscalYear, Fund
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.organization.services import tree
from pdplanner.web.mail_letters import path

SEPARATOR = "-"
SEPARATORS = re.compile(r"\s*[-./\s]\s*")
LONGEST_CODE = 64


class Segment(NamedTuple):
    """A part of each code: its name, its number of characters, and the list of its values."""

    name: str
    length: int
    values: str = ""


class Part(NamedTuple):
    """A part of one code; the title is empty where no list names it."""

    segment: str
    text: str
    title: str


class Values(NamedTuple):
    """A shipped list: what it is called, and titles by code."""

    title: str
    titles: Mapping[str, str]


@cache
def known_values() -> Mapping[str, Values]:
    """Return the lists that the project ships, by their codes."""
    documents = datafiles.read_all(datafiles.FOLDER / "finance", schema="account-values")
    return {
        each["code"]: Values(
            each["title"], {value["code"]: value["title"] for value in each["values"]}
        )
        for each in documents.values()
    }


SEGMENTS = (
    select(AccountSegment.name, AccountSegment.length, AccountSegment.values)
    .where(AccountSegment.unit_id == bindparam("district"))
    .order_by(AccountSegment.position)
)


def segments_of(district_id: int) -> list[Segment]:
    rows = db.session.execute(SEGMENTS, {"district": district_id})
    return [Segment(*row) for row in rows]


def set_segments(district: Unit, segments: Sequence[Segment]) -> None:
    """Say how a district's codes are made up; codes that stand stay as they are."""
    tree.hold(district)
    before = segments_of(district.id)
    db.session.execute(delete(AccountSegment).where(AccountSegment.unit_id == district.id))
    db.session.add_all(
        AccountSegment(unit_id=district.id, position=position, **segment._asdict())
        for position, segment in enumerate(segments, start=1)
    )
    db.session.flush()
    said = audit.changes({"Segments": in_words(before)}, {"Segments": in_words(segments)})
    if said:
        audit.record(
            Money.ACCOUNT_CODES_CHANGED, about=district.name, said=said, unit_id=district.id,
            path=path("budgets.edit_account_codes", district_id=district.id),
        )  # fmt: skip


def checked(code: str, segments: Sequence[Segment]) -> str:
    """Return a code as it is kept, its parts set apart by hyphens.

    Raises BudgetError, which names the first part that does not fit.
    """
    if not code or not segments:
        return code
    texts = _texts(code, segments)
    if len(texts) != len(segments):
        raise _refusal(f"It has {len(texts)} of {len(segments)} parts", segments)
    for text, segment in zip(texts, segments, strict=True):
        if len(text) != segment.length or not text.isalnum() or not text.isascii():
            wanted = f"{segment.length} letters or digits"
            raise _refusal(f"{segment.name} is “{text}” and has {wanted}", segments)
    return SEPARATOR.join(texts)


def parts_of(code: str, segments: Sequence[Segment]) -> list[Part]:
    """Return the parts of a code with their names; nothing where it does not fit."""
    try:
        texts = checked(code, segments).split(SEPARATOR) if code else []
    except BudgetError:
        return []
    return [
        Part(segment.name, text, _title(segment, text))
        for text, segment in zip(texts, segments, strict=False)
    ]


def misfits(district: Unit, segments: Sequence[Segment]) -> list[Fund]:
    """Return the funds of the district whose code is not made up so, the newest year first."""
    years = FiscalYear.unit_id == district.id
    funds = select(Fund).join(Fund.fiscal_year).where(years, Fund.account_code != "")
    funds = funds.options(contains_eager(Fund.fiscal_year), joinedload(Fund.unit))
    newest = db.session.scalars(funds.order_by(FiscalYear.starts_on.desc(), Fund.name, Fund.id))
    return [fund for fund in newest if segments and not parts_of(fund.account_code, segments)]


def in_words(segments: Sequence[Segment]) -> str:
    """Say how codes are made up: "Fund 3 - Function 4"."""
    return f" {SEPARATOR} ".join(f"{each.name} {each.length}" for each in segments)


def _texts(code: str, segments: Sequence[Segment]) -> list[str]:
    """The parts as they are set apart, or cut by length where they are not."""
    code = code.strip()
    if SEPARATORS.search(code) or len(code) != sum(each.length for each in segments):
        return SEPARATORS.split(code)
    ends = [sum(each.length for each in segments[:end]) for end in range(len(segments) + 1)]
    return [code[start:end] for start, end in pairwise(ends)]


def _refusal(what: str, segments: Sequence[Segment]) -> BudgetError:
    message = f"{what}. Expected: {in_words(segments)} characters."
    return BudgetError(message, field="account_code")


def _title(segment: Segment, text: str) -> str:
    values = known_values().get(segment.values)
    return values.titles.get(text, "") if values else ""
