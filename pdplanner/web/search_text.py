"""Words that somebody looks for."""

LONGEST_SEARCH = 100


def searched(text: str) -> str:
    """What is looked for, without what no name has; PostgreSQL refuses a zero byte."""
    return "".join(each for each in text if each.isprintable()).strip()[:LONGEST_SEARCH]
