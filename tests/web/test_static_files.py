import hashlib
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "pdplanner" / "static" / "vendor"


def test_files_of_others_are_the_ones_that_were_checked():
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = dict(reversed(line.split("  ")) for line in lines)

    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.suffix in (".js", ".css", ".woff2")
    }

    assert found == sums
