"""Files on a request: added, read by those who read the request, replaced one by one."""

import gc
import warnings
from errno import ENOSPC
from io import BytesIO

import pytest

from pdplanner.extensions import db
from pdplanner.files import storage
from pdplanner.files.kinds import plain_name
from pdplanner.files.models import StoredFile
from pdplanner.plans.models import ItemFile
from pdplanner.plans.requests import steps
from tests.support.html import text_of
from tests.support.person_year import sent
from tests.support.requesting import address

PDF = b"%PDF-1.7\n% a quote"
PNG = b"\x89PNG\r\n\x1a\n and more"


def send(client, where, content=PDF, name="quote.pdf", **data):
    fields = {"kind": "quote", "file": (BytesIO(content), name)} | data
    return client.post(where, data=fields, follow_redirects=True)


def add(client, item, *args, **data):
    return send(client, address(item, "files"), *args, **data)


def kept():
    """What lies in the data folder."""
    folder = storage.path_of("xx").parent.parent
    return sorted(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def file_id(name):
    return db.session.query(ItemFile).join(ItemFile.stored).filter_by(name=name).one().id


def test_a_file_is_added_and_read_by_those_who_read_the_request(as_user, cast, item):
    added = add(as_user(cast.staff), item)
    where = address(item, f"files/{file_id('quote.pdf')}")

    assert "quote.pdf is added." in text_of(added.text)
    assert "quote.pdf Quote, 18 Bytes, Staff" in text_of(added.text)
    for reader in (cast.staff, cast.director, cast.finance):
        answer = as_user(reader).get(where)
        assert (answer.status_code, answer.data) == (200, PDF)
        assert answer.headers["Content-Disposition"] == "attachment; filename=quote.pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.mimetype == "application/pdf"
    for reader in (cast.other_staff, cast.other_director, cast.reader, cast.admin):
        assert as_user(reader).get(where).status_code == 404


def test_content_lies_outside_of_what_is_served_under_a_name_that_nobody_can_guess(
    app, as_user, cast, item
):
    add(as_user(cast.staff), item)

    stored = db.session.query(StoredFile).one()
    path = storage.path_of(stored.place)
    assert path.is_relative_to(app.config["DATA_FOLDER"])
    assert len(path.name) == 32
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00", "quote.pdf"),
        (PDF, "quote.png"),
        (PDF, "quote.html"),
        (PDF, "quote"),
        (b"<svg onload=alert(1)>", "flyer.svg"),
        (b"", "quote.pdf"),
        (PDF, "   "),
    ],
)
def test_what_is_none_of_the_kinds_is_refused(as_user, cast, item, content, name):
    refused = add(as_user(cast.staff), item, content, name)

    assert refused.status_code == 422
    assert "Choose a PDF, PNG or JPEG file." in text_of(refused.text)
    assert kept() == []


@pytest.fixture
def large_bodies():
    """The test client leaves the files open in which it writes large bodies."""
    yield
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()


@pytest.mark.usefixtures("large_bodies")
def test_a_file_that_is_too_large_is_refused_and_nothing_of_it_is_kept(as_user, cast, item):
    staff = as_user(cast.staff)

    over = add(staff, item, PDF + bytes(storage.MOST_BYTES - len(PDF) + 1))
    far_over = add(staff, item, bytes(storage.MOST_BYTES * 2))
    elsewhere = staff.post(address(item, "request"), data={"comment": "x" * 2_000_000})
    exactly = add(staff, item, PDF + bytes(storage.MOST_BYTES - len(PDF)))

    assert "quote.pdf is larger than 10 MB." in text_of(over.text)
    assert (over.status_code, far_over.status_code, elsewhere.status_code) == (422, 413, 413)
    assert "quote.pdf is added." in text_of(exactly.text)
    assert len(kept()) == 1


@pytest.mark.usefixtures("large_bodies")
@pytest.mark.parametrize(
    ("left", "back"),
    [
        ("http://localhost/requests/{id}?from=inbox", "/requests/{id}?from=inbox"),
        ("https://evil.example/requests/{id}", "/requests/{id}"),
        ("", "/requests/{id}"),
    ],
)
def test_a_file_that_is_far_too_large_leads_back_to_its_request(as_user, cast, item, left, back):
    data = {"kind": "quote", "file": (BytesIO(bytes(storage.MOST_BYTES * 2)), "quote.pdf")}
    headers = {"Referer": left.format(id=item.id)} if left else {}

    refused = as_user(cast.staff).post(address(item, "files"), data=data, headers=headers)

    assert refused.status_code == 413
    assert "The file is larger than 10 MB, which is the most" in text_of(refused.text)
    assert f'href="{back.format(id=item.id)}">Back to the page before</a>' in refused.text


@pytest.mark.parametrize(
    ("sent_name", "plain"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\sam\\quote.pdf", "quote.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ('"><img src=x>.pdf', "img src=x.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("Angebot für Ü.pdf", "Angebot für Ü.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
    ],
)
def test_a_name_is_kept_without_what_no_name_should_have(sent_name, plain):
    assert plain_name(sent_name) == plain


def test_one_file_is_replaced_and_the_others_stay(as_user, cast, item):
    staff = as_user(cast.staff)
    add(staff, item)
    add(staff, item, PNG, "flyer.png", kind="flyer")

    where = address(item, f"files/{file_id('quote.pdf')}")
    done = send(staff, where, b"%PDF-2.0", "better.pdf")

    names = [(each.kind, each.stored.name) for each in db.session.query(ItemFile).order_by("id")]
    assert "better.pdf is added." in text_of(done.text)
    assert names == [("quote", "better.pdf"), ("flyer", "flyer.png")]
    assert kept() == [b"%PDF-2.0", PNG]


def test_a_returned_request_keeps_its_files(as_user, cast, item):
    add(as_user(cast.staff), item)
    steps.request(item, sent=sent(cast.staff))
    steps.send_back(item, sent=sent(cast.director, "Which date?"))
    db.session.commit()

    assert "quote.pdf" in as_user(cast.staff).get(address(item)).text


def test_a_file_is_removed_by_who_added_it_until_an_approval_rests_on_it(
    as_user, cast, year, item, local
):
    staff, director = as_user(cast.staff), as_user(cast.director)
    add(staff, item)
    add(staff, item, PNG, "flyer.png", kind="flyer")
    flyer, quote = (address(item, f"files/{file_id(n)}") for n in ("flyer.png", "quote.pdf"))
    strange = director.post(f"{flyer}/remove")
    removed = staff.post(f"{flyer}/remove", follow_redirects=True)
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()
    late, replaced = staff.post(f"{quote}/remove"), send(staff, quote, PNG, "late.png")

    assert strange.status_code == late.status_code == replaced.status_code == 409
    assert "quote.pdf stays: somebody else added it, or an answer rests on it." in text_of(
        late.text
    )
    assert "flyer.png is removed." in text_of(removed.text)
    assert "Replace it" not in staff.get(address(item)).text
    assert kept() == [PDF]


def test_a_file_of_another_request_is_not_there(as_user, cast, year, item):
    staff = as_user(cast.staff)
    add(staff, item)

    there = file_id("quote.pdf")
    assert staff.get(f"/requests/{item.id + 1}/files/{there}").status_code == 404
    assert staff.get(address(item, f"files/{there + 1}")).status_code == 404
    assert staff.get(address(item, f"files/{2**40}")).status_code == 404


def test_the_same_file_twice_is_there_once(as_user, cast, item):
    staff = as_user(cast.staff)
    add(staff, item)

    again = add(staff, item, name="copy.pdf")

    assert "copy.pdf is there already." in text_of(again.text)
    assert kept() == [PDF]


def test_a_full_disk_keeps_nothing_and_says_so(as_user, cast, item, monkeypatch):
    def full(_descriptor):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    refused = add(as_user(cast.staff), item)

    assert refused.status_code == 422
    assert "The storage is full. Nothing was saved." in text_of(refused.text)
    assert kept() == []
    assert db.session.query(StoredFile).count() == 0


def test_a_request_that_is_over_takes_no_file(as_user, cast, item):
    steps.request(item, sent=sent(cast.staff))
    steps.turn_down(item, sent=sent(cast.director, "No."))
    db.session.commit()

    late = add(as_user(cast.staff), item)

    assert late.status_code == 409
    assert kept() == []


def test_twenty_files_are_the_most(as_user, cast, item):
    staff = as_user(cast.staff)
    for number in range(20):
        add(staff, item, PDF + bytes([number]))

    refused = add(staff, item, PNG, "one.png")

    assert "There are 20 files already" in text_of(refused.text)
    assert len(kept()) == 20


def test_a_refused_replacement_says_why_and_leaves_the_form_for_another_file(as_user, cast, item):
    staff = as_user(cast.staff)
    add(staff, item)
    where = address(item, f"files/{file_id('quote.pdf')}")

    refused = send(staff, where, b"text", "quote.txt")

    assert refused.status_code == 422
    assert "Choose a PDF, PNG or JPEG file." in text_of(refused.text)
    assert 'name="kind"' in refused.text
    assert kept() == [PDF]


def test_files_of_a_request_that_is_over_stay(as_user, cast, item):
    staff = as_user(cast.staff)
    add(staff, item)
    where = address(item, f"files/{file_id('quote.pdf')}")
    steps.request(item, sent=sent(cast.staff))
    steps.turn_down(item, sent=sent(cast.director, "No."))
    db.session.commit()

    replaced, removed = send(staff, where, PNG, "late.png"), staff.post(f"{where}/remove")

    assert replaced.status_code == removed.status_code == 409
    assert kept() == [PDF]
