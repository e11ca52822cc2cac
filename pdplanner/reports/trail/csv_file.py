"""The audit trail as CSV."""

from collections.abc import Mapping, Sequence

from pdplanner import clock
from pdplanner.organization.queries.time_zones import zones_by_path
from pdplanner.reports.csv_files.lists import moment_text
from pdplanner.reports.csv_files.plan import REQUEST
from pdplanner.reports.csv_files.spreadsheets import as_text, csv_of
from pdplanner.reports.trail.entries import Entry
from pdplanner.reports.trail.numbers import Numbers, numbers_of

HEAD = (
    "Entry", "When", "What", "To what", "Details", "By", "In place of", "Unit", "From address",
    "Reference", "Digest", REQUEST, "Action",
)  # fmt: skip


def trail_csv(entries: Sequence[Entry]) -> str:
    """Each entry with the day and time where it happened, and what joins it to other files."""
    zones = zones_by_path({entry.unit_path for entry in entries})
    rows = zip(entries, numbers_of(entries), strict=True)
    return csv_of(HEAD, (_row(entry, numbers, zones) for entry, numbers in rows))


def _row(entry: Entry, numbers: Numbers, zones: Mapping[str, str]) -> list[str]:
    words = (
        entry.kind.capitalize(), entry.about, entry.said, entry.by, entry.in_place_of, entry.unit,
        entry.came_from, entry.reference, entry.digest,
    )  # fmt: skip
    with clock.in_zone(zones[entry.unit_path]):
        at = moment_text(entry.at)
    joining = ("" if number is None else str(number) for number in numbers)
    return [str(entry.position), at, *map(as_text, words), *joining]
