from unicodedata import normalize


def is_same_name(one: str, other: str) -> bool:
    """Compare names whatever their case and however their letters and spaces are written."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())
