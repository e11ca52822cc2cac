"""The errors that the engine raises, all with the place and what was expected there."""

import json


class EngineError(Exception):
    """Anything that the engine refuses to do."""


class ProblemError(EngineError, ValueError):
    """A problem that breaks its own rules; `path` leads to the field, as in `people[3].hours`."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message

    def under(self, prefix: str) -> "ProblemError":
        """The same error, seen from the object that holds this one at `prefix`."""
        joint = "" if not self.path or not prefix or self.path.startswith("[") else "."
        return ProblemError(f"{prefix}{joint}{self.path}", self.message)


class NoPlanWithinLimits(EngineError):  # noqa: N818  (the name states what happened)
    """The node limit ended the search before any plan was found, and none was ruled out."""


class UnsafePlan(EngineError):  # noqa: N818  (the name states what happened)
    """The independent check refused a plan that the solver returned: a defect, never shown."""


def shown(value: object) -> str:
    """The value as JSON writes it, cut to 60 characters, for use in a message."""
    try:
        written = json.dumps(value, ensure_ascii=True, default=repr)
    except (ValueError, RecursionError):
        written = f"a {type(value).__name__} that cannot be written"
    return written if len(written) <= 60 else f"{written[:57]}..."


def refuse(path: str, noun: str, value: object, expected: str) -> ProblemError:
    return ProblemError(path, f"{noun} {shown(value)}, expected {expected}")
