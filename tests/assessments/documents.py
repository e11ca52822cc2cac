"""A framework small enough to read in a test."""

from typing import Any


def document(code: str, areas: dict[str, int]) -> dict[str, Any]:
    return {
        "code": code,
        "title": "Skills",
        "version": "1",
        "kind": "individual",
        "source": "https://example.org",
        "categories": [
            {"code": "I", "title": "Leading", "areas": [area(*each) for each in areas.items()]}
        ],
    }


def area(code: str, number: int) -> dict[str, Any]:
    indicators = [
        {
            "code": f"{code}.{each}",
            "title": f"Indicator {code}.{each}",
            "statement": f"Does what {code}.{each} says.",
        }
        for each in range(1, number + 1)
    ]
    return {
        "code": code, "title": f"Area {code}", "short": code,
        "summary": f"All of {code}.", "indicators": indicators,
    }  # fmt: skip
