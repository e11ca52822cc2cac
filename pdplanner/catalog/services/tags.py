from collections.abc import Iterable

from pdplanner.catalog.models import Offering, Tag


def set_tags(offering: Offering, wanted: Iterable[tuple[int, int, int]]) -> None:
    """Bring an offering's tags to (indicator id, level, from level), touching only what differs."""
    held = {tag.indicator_id: tag for tag in offering.tags}
    kept = []
    for indicator_id, level, from_level in wanted:
        tag = held.get(indicator_id) or Tag(indicator_id=indicator_id)
        tag.level, tag.from_level = level, from_level
        kept.append(tag)
    if kept != offering.tags:
        offering.tags = kept
