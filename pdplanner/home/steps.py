"""The next step: once a part of the page, in a sentence and with one button."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NextStep:
    """`title` follows "Next: "; without an address there is nothing to press."""

    title: str
    sentence: str
    button: str = ""
    address: str = ""
