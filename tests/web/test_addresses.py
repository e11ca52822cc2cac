import pytest

from pdplanner.web.addresses import local_path


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/skills/4/III.E?x=1#i", "/skills/4/III.E?x=1"),
        ("http://here.example/skills/", "/skills/"),
        ("https://here.example/", "/"),
    ],
)
def test_address_of_this_site_gives_its_path(address, path):
    assert local_path(address, host="here.example") == path


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
        "///evil.example", "http://evil.example/", "javascript:alert(1)", "http:evil.example",
        "ftp://here.example/", "/a\nb", "/a b", "", "evil.example", "http://[", "https://here.example",
        "http://here.example@evil.example/", "/\tx", "//here.example/",
    ],
)  # fmt: skip
def test_address_of_another_site_is_refused(address):
    assert local_path(address, host="here.example") is None


def test_zero_byte_in_a_path_is_no_record(as_user, cast):
    staff = as_user(cast.staff)

    for path in ("/frameworks/a%00b", "/skills/1/a%00b", "/people/%00"):
        assert (path, staff.get(path).status_code) == (path, 404)
