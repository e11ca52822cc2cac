"""The scale of levels: pdplanner's own, in words that stand on every screen."""

from dataclasses import dataclass

EVIDENCE_FROM = 3


@dataclass(frozen=True)
class Step:
    level: int
    word: str
    meaning: str


SCALE = (
    Step(0, "Not yet", "Has not met it yet"),
    Step(1, "Awareness", "Knows of it"),
    Step(2, "Developing", "Does it with help"),
    Step(3, "Proficient", "Does it alone and can show it"),
    Step(4, "Leading", "Sets direction and teaches others"),
)
LEVELS = frozenset(step.level for step in SCALE)


def lacks_text(level: int | None, text: str) -> bool:
    """Whether a rating still needs its line: evidence at 3 and 4, a reason at not applicable."""
    return not text and (level is None or level >= EVIDENCE_FROM)
