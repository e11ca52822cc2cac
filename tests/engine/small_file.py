"""A small problem file, as plain values, and the same with one value changed."""

import json

SMALL = {
    "format": "pdplanner-problem/1",
    "funds": [{"id": "local", "amount": 1500000}],
    "offerings": [
        {
            "id": "o1",
            "hours": 8,
            "price": 45000,
            "seats": 12,
            "funds": ["local"],
            "session": "2027-01-14",
            "term": "fall",
            "cohort": {"price": 500000, "seats": 25, "max": 1},
            "requires": [{"offering": "o7", "unless": {"indicator": "III.E.2", "level": 2}}],
            "teaches": [{"indicator": "III.E.2", "level": 3, "from": 1}],
        },
        {"id": "o7", "hours": 1.25, "price": 0, "session": ["a", "b"]},
    ],
    "people": [
        {
            "id": "p1",
            "hours": 40,
            "term_hours": {"fall": 12},
            "done": ["o7"],
            "cap": 300000,
            "pinned": ["o1"],
            "levels": {"III.E.2": 1},
            "targets": {"III.E.2": {"level": 3, "weight": 5}},
        }
    ],
    "bench": [{"indicator": "III.E.2", "level": 3, "holders": 2, "reward": 10}],
    "previous": [{"person": "p1", "offering": "o1"}],
}


def changed(path, value):
    """The small problem's text with one value set; a path step may be a key or an index."""
    raw = json.loads(json.dumps(SMALL))
    *steps, last = path
    place = raw
    for step in steps:
        place = place[step]
    place[last] = value
    return json.dumps(raw)
