"""Papers: PDF pages set by typst from plain data, so that no text is ever taken for markup."""

import json
from collections.abc import Mapping
from typing import Any

import typst

from pdplanner.config import ROOT
from pdplanner.reports.papers.missing_glyphs import spelled

TEMPLATES = ROOT / "templates" / "papers"


def paper(name: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF that a template makes of its data, in the standard for accessible files.

    That refuses letters that no font of ours has: they stand as their numbers. What it refuses
    still is set without it rather than not at all.
    """
    try:
        return _set(name, data, accessible=True)
    except typst.TypstError:
        known = spelled(data)
    try:
        return _set(name, known, accessible=True)
    except typst.TypstError:
        return _set(name, known, accessible=False)


def _set(name: str, data: Mapping[str, Any], *, accessible: bool) -> bytes:
    return typst.compile(
        str(TEMPLATES / f"{name}.typ"),
        root=str(TEMPLATES),
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards="ua-1" if accessible else None,
        ignore_system_fonts=True,
    )
