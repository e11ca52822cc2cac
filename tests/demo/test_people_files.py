"""What the files promise of the people and their ratings, read as plain data."""

from collections import Counter, defaultdict

import pytest

from pdplanner.demo import documents as demo_documents
from pdplanner.demo.ratings import signs


@pytest.fixture(scope="module")
def ratings(documents, world):
    """Signs by person and then by year: ratings["QH-1004"][2026]["I.A.1"] == "4"."""
    ratings = defaultdict(dict)
    for name, document in documents.assessments.items():
        year = int(name.removeprefix("assessments/").removesuffix(".yaml"))
        for entry in document["assessments"]:
            ratings[entry["person"]][year] = dict(signs(world, entry))
    return ratings


def test_every_file_says_at_its_top_that_it_is_fictional():
    paths = list(demo_documents.FOLDER.rglob("*.yaml"))

    assert len(paths) == 10
    for path in paths:
        assert path.read_text(encoding="utf-8").startswith("# FICTIONAL. "), path.name


def test_no_name_and_no_employee_number_repeats(documents):
    people = documents.people["people"]
    accounts = [each["name"] for each in documents.district["accounts"] if "name" in each]
    names = [person["name"] for person in people] + accounts
    parts = Counter(part for name in names for part in name.split())

    assert [part for part, count in parts.items() if count > 1] == []
    assert len({person["number"] for person in people}) == len(people)


def test_most_people_have_forty_hours_and_900_dollars(documents):
    people = [p for p in documents.people["people"] if p["number"].startswith("QH-")]

    assert sum(40 <= person["hours"] <= 48 for person in people) >= 22
    assert Counter(person["allowance_usd"] for person in people).most_common(1)[0][0] == 900
    assert all(600 <= person["allowance_usd"] <= 1500 for person in people)


def test_the_newest_self_assessment_shows_each_3_and_4_with_evidence(documents, world):
    newest = {}
    for document in documents.assessments.values():
        for entry in document["assessments"]:
            if entry["submitted_on"]:
                newest[entry["person"]] = entry
    missing = [
        (person, code)
        for person, entry in newest.items()
        for code, sign in signs(world, entry)
        if sign in "34" and not entry.get("evidence", {}).get(code)
    ]

    assert len(newest) == 26
    assert missing == []


def test_not_applicable_has_its_reason_and_evidence_stands_at_nothing_else(documents, world):
    for document in documents.assessments.values():
        for entry in document["assessments"]:
            rated, evidence = dict(signs(world, entry)), entry.get("evidence", {})
            unexplained = {code for code, sign in rated.items() if sign == "n"} - evidence.keys()
            idle = {code for code in evidence if rated.get(code) not in ("3", "4", "n")}
            assert (entry["person"], unexplained, idle) == (entry["person"], set(), set())


def test_levels_never_fall_and_rise_where_training_was_taken(documents, shipped_files, ratings):
    trained, untrained = [], []
    lessons = _lessons(documents, shipped_files)
    for person, years in ratings.items():
        for year in sorted(years)[1:]:
            for code, sign in years[year].items():
                before = years[year - 1].get(code, "n")
                if "n" not in (sign, before):
                    group = trained if code in lessons[person, year] else untrained
                    group.append(int(sign) - int(before))

    assert min(trained + untrained) >= 0
    assert sum(trained) / len(trained) >= 0.4
    assert sum(untrained) / len(untrained) <= 0.1


def test_ratings_cluster_at_2_and_3_and_people_differ(ratings):
    newest = [years[max(years)] for years in ratings.values() if len(years) > 1]
    counts = Counter(sign for each in newest for sign in each.values())
    means = [_mean(each) for each in newest]

    assert counts["2"] + counts["3"] >= 0.7 * counts.total()
    assert 10 <= counts["4"] <= 0.05 * counts.total()
    assert max(means) - min(means) >= 0.8


def test_a_review_differs_from_the_self_rating(documents, ratings):
    reviews = documents.reviews["reviews"]

    assert [review["agreed"] for review in reviews] == [False, True]
    for review in reviews:
        rated = ratings[review["person"]][2026]
        differing = [code for code, level in review["levels"].items() if rated[code] != str(level)]
        assert len(differing) >= 2


def _lessons(documents, shipped_files):
    """Indicators taught to a person before the autumn of a year, by (person, year)."""
    taught = {
        each["code"]: {tag["indicator"] for tag in each["teaches"]}
        for document in shipped_files.offerings.values()
        for each in document["offerings"]
    }
    lessons = defaultdict(set)
    for plan in documents.plans["plans"]:
        autumn = int(plan["fiscal_year"][:4]) + 1
        for item in plan["items"]:
            if item["state"] == "completed":
                lessons[item["person"], autumn] |= taught[item["offering"]]
    return lessons


def _mean(rated):
    levels = [int(sign) for sign in rated.values() if sign != "n"]
    return sum(levels) / len(levels)
