"""What people and machines send that no form asks for."""

from tests.support.drill import DRILL

# A formula for spreadsheets, too.
MARKUP = "=1+1<script>alert(1)</script>"

Sent = list[str] | list[bytes]

# For every field.
VALUES: dict[str, Sent] = {
    "missing": [],
    "empty": [""],
    "zero byte": ["a\x00b"],
    "bytes that are no UTF-8, and half a surrogate pair": [b"\xff\xfe\xed\xa0\x80"],
    "minus one": ["-1"],
    "beyond 31 bits": ["2147483648"],
    "beyond 63 bits": ["9223372036854775808"],
    "markup and formula": [MARKUP],
    "repeated": ["1", "2"],
}
LONG_NUMBER: Sent = ["9" * 400]
NUMBERS: dict[str, Sent] = {
    "more digits than a float has": LONG_NUMBER,
    "more digits than Python reads": ["9" * 5_000],
    "beyond floats": ["1e309"],
    "not a number": ["NaN"],
    "Arabic digits": ["١٢"],
}
# For fields in which people write.
TYPED_VALUES: dict[str, Sent] = {
    **NUMBERS,
    "spaces": [" \t\r\n "],
    "ten thousand letters": ["x" * 10_000],
    "no day at all": ["0000-00-00"],
    "the last day": ["9999-12-31"],
}
# For all fields of a form at once.
MANY = [str(each) for each in range(150)]
# Bodies that are no form, or hardly one: the content type, and what is sent.
FORM = "application/x-www-form-urlencoded"
BODIES: dict[str, tuple[str, bytes]] = {
    "separators alone": (FORM, b"&=&=;&%&%zz=%u0041&\x00"),
    "JSON": ("application/json", b'{"name": ["x"]}'),
    "JSON said to be a form": (FORM, b'{"name": ["x"]}'),
    "parts without a boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "a file": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="x"; filename="\x00"\r\n\r\nx\r\n--x--\r\n',
    ),
    "more than is read": (FORM, b"name=" + b"x" * 2_000_000),
    "another encoding": (FORM + "; charset=utf-16", "name=ä".encode("utf-16")),
}


def some_of(values: dict[str, Sent], place: int, *, engine: str) -> dict[str, Sent]:
    """Return some of the values, others at the next place; in a drill all of them.

    Reading what is sent is the same on both engines: one of them gets a third, the other a ninth.
    """
    share = 1 if DRILL else 3 if engine == "sqlite" else 9
    return dict(list(values.items())[place % share :: share])
