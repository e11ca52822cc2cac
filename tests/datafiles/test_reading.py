"""From a path to a checked document."""

from decimal import Decimal

import pytest

from pdplanner import datafiles
from pdplanner.datafiles import DataFileError


def test_a_sound_file_comes_back_with_exact_decimals_and_dates_as_text(example):
    document = datafiles.read(example(), schema="offerings")

    offering = document["offerings"][0]
    assert offering["price_usd"] == Decimal("19.99")
    assert isinstance(offering["price_usd"], Decimal)
    assert offering["hours"] == Decimal("2.25")
    assert offering["as_of"] == "2021-06-07"
    assert offering["verified"] is True


@pytest.mark.parametrize(
    ("written", "read"), [("'2021'", "2021"), ("2021-06", "2021-06"), ("~", None), ("", None)]
)
def test_a_date_stays_the_text_that_was_written(example, written, read):
    document = datafiles.read(example("2021-06-07", written), schema="offerings")

    assert document["offerings"][0]["as_of"] == read


def test_a_byte_order_mark_is_no_part_of_the_first_key(example):
    path = example()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    document = datafiles.read(path, schema="offerings")

    assert document["provider"] == "Example"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"provider: \xff\n", "byte 10 is not UTF-8"),
        (b"", "null, expected keys with values"),
        (b"- a\n", "a list, expected keys with values"),
        (b"a: &x 1\n---\nb: 2\n", "not YAML: expected a single document"),
        (b"when: !!timestamp soon\n", "not YAML: could not determine a constructor"),
        (b"free: !!bool perhaps\n", "not YAML: 'perhaps'"),
        (b"cost: !!float much\n", "not YAML: "),
        (b"? [a]\n: b\n", "not YAML: while constructing a mapping"),
        (b"who: !!python/name:os.system x\n", "not YAML: could not determine a constructor"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path, content, expected):
    path = tmp_path / "example.yaml"
    path.write_bytes(content)

    with pytest.raises(DataFileError) as refusal:
        datafiles.read(path, schema="offerings")

    assert refusal.value.problems[0].startswith(f"{tmp_path.name}/example.yaml: {expected}")


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(DataFileError, match=r"gone\.yaml: cannot be read: No such file"):
        datafiles.read(tmp_path / "gone.yaml", schema="offerings")


def test_all_problems_of_a_folder_come_at_once_in_the_order_of_its_names(example):
    path = example("19.99", "abc")
    path.with_name("broken.yaml").write_text("provider: [", encoding="utf-8")
    path.with_name("extra.yml").write_text("provider: x", encoding="utf-8")

    with pytest.raises(DataFileError) as refusal:
        datafiles.read_all(path.parent, schema="offerings")

    broken, price, extra = refusal.value.problems
    assert broken.startswith("offerings/broken.yaml: not YAML: ")
    assert price.startswith('offerings/example.yaml: offerings[0].price_usd: "abc", ')
    assert extra == "offerings/extra.yml: expected a name that ends in .yaml"


def test_documents_of_a_folder_bear_folder_and_file_name(example):
    documents = datafiles.read_all(example().parent, schema="offerings")

    assert list(documents) == ["offerings/example.yaml"]
    assert documents["offerings/example.yaml"]["provider"] == "Example"


def test_an_empty_data_folder_is_refused_for_every_kind(tmp_path):
    with pytest.raises(DataFileError) as refusal:
        datafiles.catalog(tmp_path)

    assert refusal.value.problems == (
        "frameworks/: no file, expected at least one *.yaml",
        "job_roles/: no file, expected at least one *.yaml",
        "offerings/: no file, expected at least one *.yaml",
        "finance/: no file, expected at least one *.yaml",
    )
