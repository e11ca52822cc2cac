"""Addresses that were read somewhere or typed by somebody: which of them may become links."""

from urllib.parse import urlsplit


def is_web_address(text: str) -> bool:
    """Whether a browser would only ever open a web page with it: http or https, and a host."""
    if any(ord(c) <= 32 or c in '\\"<>' for c in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def host(address: str) -> str:
    """The name by which people know the page's site."""
    return (urlsplit(address).hostname or address).removeprefix("www.")
