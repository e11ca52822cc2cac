"""The reference data that every installation starts with."""

from collections import Counter
from decimal import Decimal

import pytest

from pdplanner import datafiles
from pdplanner.catalog.checks import check_catalog

AREAS = {
    "I.A": 11,
    "I.B": 10,
    "I.C": 10,
    "II.A": 6,
    "II.B": 7,
    "III.A": 7,
    "III.B": 4,
    "III.C": 8,
    "III.D": 4,
    "III.E": 5,
}
ROLES = {
    "assistive-technology-specialist",
    "chief-technology-officer",
    "communications-web-specialist",
    "cybersecurity-privacy-lead",
    "data-manager",
    "help-desk-lead",
    "help-desk-technician",
    "instructional-technology-coach",
    "network-administrator",
    "systems-administrator",
    "technology-director",
}


@pytest.fixture(scope="module")
def framework():
    path = datafiles.FOLDER / "frameworks" / "cosn-essential-skills.yaml"
    return datafiles.read(path, schema="framework")


@pytest.fixture(scope="module")
def roles():
    documents = datafiles.read_all(datafiles.FOLDER / "job_roles", schema="job-role")
    return {role["code"]: role for role in documents.values()}


@pytest.fixture(scope="module")
def offerings():
    documents = datafiles.read_all(datafiles.FOLDER / "offerings", schema="offerings")
    return [offering for document in documents.values() for offering in document["offerings"]]


def test_the_shipped_files_fit_each_other():
    assert check_catalog() == []


def test_the_framework_has_3_categories_10_areas_and_72_indicators(framework):
    categories = framework["categories"]
    areas = [area for category in categories for area in category["areas"]]

    assert [category["code"] for category in categories] == ["I", "II", "III"]
    assert {area["code"]: len(area["indicators"]) for area in areas} == AREAS
    assert sum(AREAS.values()) == 72


def test_indicators_are_numbered_from_1_without_a_gap(framework):
    areas = [area for category in framework["categories"] for area in category["areas"]]

    for area in areas:
        expected = [f"{area['code']}.{n}" for n in range(1, AREAS[area["code"]] + 1)]
        assert [indicator["code"] for indicator in area["indicators"]] == expected


def test_statements_are_one_sentence_in_the_third_person(framework):
    areas = [area for category in framework["categories"] for area in category["areas"]]
    statements = [i["statement"] for area in areas for i in area["indicators"]]

    assert len(set(statements)) == 72
    assert [s for s in statements if not s.endswith(".") or "\n" in s] == []
    assert [s for s in statements if not s.split()[0].rstrip(",").endswith("s")] == []


def test_eleven_job_roles_are_shipped(roles):
    assert roles.keys() >= ROLES


def test_a_role_asks_for_what_its_work_needs_and_no_more(roles):
    sizes = {code: len(role["targets"]) for code, role in roles.items()}

    assert sizes.pop("chief-technology-officer") >= 70
    assert {code: n for code, n in sizes.items() if not 18 <= n <= 45} == {}


def test_no_two_roles_share_their_profile(roles):
    pairs = {code: _weights(role) for code, role in roles.items()}
    alike = [
        (a, b, round(_overlap(pairs[a], pairs[b]), 2))
        for a in pairs
        for b in pairs
        if a < b and _overlap(pairs[a], pairs[b]) > 0.75
    ]

    assert alike == []


def test_weights_of_a_role_discriminate(roles):
    for role in roles.values():
        weights = [target["weight"] for target in role["targets"]]
        commonest = Counter(weights).most_common(1)[0][1]
        assert max(weights) >= 9, role["code"]
        assert min(weights) <= 4, role["code"]
        assert commonest <= len(weights) * 0.4, role["code"]


def test_a_technician_is_asked_for_devices_and_hardly_for_planning(roles):
    weights = _weights(roles["help-desk-technician"])

    assert weights["III.A.1"] >= 8
    assert sum(weight for code, weight in weights.items() if code.startswith("I.B.")) <= 3


def test_every_indicator_matters_in_some_role(framework, roles):
    wanted = {target["indicator"] for role in roles.values() for target in role["targets"]}
    areas = [area for category in framework["categories"] for area in category["areas"]]

    assert {i["code"] for area in areas for i in area["indicators"]} - wanted == set()


def test_263_offerings_with_distinct_codes_are_shipped(offerings):
    assert len(offerings) == 263
    assert len({offering["code"] for offering in offerings}) == 263


def test_every_price_becomes_whole_cents_and_every_hour_quarters(offerings):
    for offering in offerings:
        if offering["price_usd"] is not None:
            assert datafiles.cents(offering["price_usd"]) >= 0
        if offering["hours"] is not None:
            assert (offering["hours"] * 4) % 1 == Decimal(0)


def test_the_readme_counts_the_offerings_as_they_are(offerings):
    priced = [o for o in offerings if o["price_usd"] is not None]
    timed = [o for o in offerings if o["hours"] is not None]
    both = [o for o in priced if o["hours"] is not None]
    verified = [o for o in offerings if o["verified"]]
    readme = (datafiles.FOLDER / "README.md").read_text(encoding="utf-8")

    assert (
        f"Of the {len(offerings)} offerings, {len(priced)} have a price, {len(timed)} have hours, "
        f"{len(both)} have both; {len(verified)} are verified"
    ) in readme


def _weights(role):
    return {target["indicator"]: target["weight"] for target in role["targets"]}


def _overlap(a, b):
    """Share of the summed weight that two profiles have in common, 0 to 1."""
    codes = a.keys() | b.keys()
    shared = sum(min(a.get(code, 0), b.get(code, 0)) for code in codes)
    return shared / sum(max(a.get(code, 0), b.get(code, 0)) for code in codes)
