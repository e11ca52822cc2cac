"""The audit trail as CSV."""

from collections.abc import Iterable

from pdplanner import clock
from pdplanner.reports.lists_csv import csv_of
from pdplanner.reports.spreadsheets import as_text
from pdplanner.reports.trail import Entry

HEAD = (
    "Entry", "When", "What", "To what", "Details", "By", "In place of", "Unit", "From address",
    "Reference", "Digest",
)  # fmt: skip


def trail_csv(entries: Iterable[Entry]) -> str:
    return csv_of(HEAD, map(_row, entries))


def _row(entry: Entry) -> list[str]:
    words = (
        entry.kind, entry.about, entry.said, entry.by, entry.in_place_of, entry.unit,
        entry.came_from, entry.reference, entry.digest,
    )  # fmt: skip
    at = clock.zoned(entry.at).isoformat(sep=" ")
    return [str(entry.position), at, *map(as_text, words)]
