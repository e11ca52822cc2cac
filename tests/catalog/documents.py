"""Documents as the data folder holds them, small enough to count in the head."""

FRAMEWORK = {
    "code": "small",
    "title": "Small framework",
    "version": "1",
    "kind": "individual",
    "source": "https://example.org/framework",
    "categories": [
        {
            "code": "I",
            "title": "Leadership",
            "areas": [
                {
                    "code": "I.A",
                    "title": "Leadership and Vision",
                    "short": "Vision",
                    "summary": "Where it goes.",
                    "indicators": [
                        {"code": "I.A.1", "title": "Shared vision", "statement": "Shares it."},
                        {"code": "I.A.2", "title": "Plans of years", "statement": "Plans it."},
                    ],
                },
                {
                    "code": "I.B",
                    "title": "Security",
                    "short": "Security",
                    "summary": "Keeps it safe.",
                    "indicators": [
                        {"code": "I.B.1", "title": "Incident drills", "statement": "Drills."},
                    ],
                },
            ],
        }
    ],
}


def entry(code, **facts):
    """An offering as a file of the data folder holds it."""
    return {
        "code": code,
        "title": code.replace("-", " ").title(),
        "url": f"https://example.org/{code}",
        "format": "online-self-paced",
        "audience": "technology staff",
        "description": "A course.",
        "price_usd": None,
        "member_price_usd": None,
        "hours": None,
        "credits": None,
        "prerequisites": None,
        "teaches": [{"indicator": "I.A.1", "level": 2, "from": 0}],
        "source": "https://example.org/prices",
        "as_of": "2026",
        "verified": True,
    } | facts


def document(*entries, provider="Fern Academy"):
    return {"provider": provider, "offerings": list(entries)}
