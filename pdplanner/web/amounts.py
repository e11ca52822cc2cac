"""Amounts of money as people type them, read to the cent or refused with the reason."""

import re

MOST_DOLLARS = 100_000_000
MOST_DECIMALS = 2

# Digits alone: neither sign nor exponent. Commas may part whole thousands.
AMOUNT = re.compile(r"(?=\$?\.?[0-9])\$?([0-9]*|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
BELOW_ZERO = re.compile(r"\$?\s*[-\u2212\u2013].*|.*[-\u2212]|\$?\s*\(.*\)", re.DOTALL)
FOREIGN = re.compile(r"[^0-9.,$]")
UNREADABLE = "It has characters that cannot be read."
EXPECTED = "Enter an amount such as 1,250.00."


def cents_of(text: str) -> int:
    """Return the cents of an amount such as "1,250" or "$99.50".

    Raises ValueError, whose sentences say what is wrong with it and what is expected.
    """
    read = AMOUNT.fullmatch(text)
    if read is None:
        raise ValueError(f"{_reason(text)} {EXPECTED}")
    whole, decimals = read[1].replace(",", ""), read[2] or ""
    # Where a point parts thousands, 12.500 is another amount.
    if len(decimals) > MOST_DECIMALS:
        raise ValueError(f"An amount has at most two decimals. {EXPECTED}")
    digits = whole.lstrip("0")
    # Python reads no number of thousands of digits.
    too_long = len(digits) > len(str(MOST_DOLLARS))
    cents = 0 if too_long else int((digits or "0") + decimals.ljust(MOST_DECIMALS, "0"))
    if too_long or cents > MOST_DOLLARS * 100:
        raise ValueError("It is too large. Enter an amount from 0 to 100,000,000.00.")
    return cents


def _reason(text: str) -> str:
    """Say why an amount cannot be read, the plainest reason first."""
    if BELOW_ZERO.fullmatch(text):
        return "An amount is not below zero: leave the minus sign or the parentheses away."
    if not re.search("[0-9]", text):
        return "There is no digit from 0 to 9 in it."
    foreign = FOREIGN.search(text)
    if foreign:
        return _foreign(foreign[0])
    if "$" in text.removeprefix("$"):
        return "The $ stands once, in front."
    if text.count(".") > 1 and "," not in text:
        return "It has more than one point."
    if "," in text:
        return "A comma stands between thousands only, and a point before the cents."
    return "No digit follows the point."


def _foreign(character: str) -> str:
    if character.isspace():
        return "There is a space in it."
    if character.isalpha():
        return "There is a letter in it."
    return f"“{character}” is no part of an amount." if character.isprintable() else UNREADABLE
