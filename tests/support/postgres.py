"""A PostgreSQL server that lives as long as the tests; TEST_POSTGRES_URL names another to use."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# No statistics behind a test's back: taken of lists that are empty for a moment, they make the next
# statement take minutes.
SETTINGS = "-c listen_addresses='' -c max_connections=100 -c autovacuum=off"
FORGETFUL = " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"


@contextlib.contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Yield the address of a running server, without a database's name.

    Only a durable one waits for the disk at each commit, as it does where it is used for real.
    """
    settings = SETTINGS if durable else SETTINGS + FORGETFUL
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    binaries = _binaries()
    account = _unprivileged()
    # A socket's path has at most 107 bytes, so the folder's is short.
    folder = Path(tempfile.mkdtemp(prefix="pd-", dir="/tmp"))
    if account:
        os.chown(folder, account["user"], account["group"])
    run = _runner(folder, account)
    try:
        run(
            binaries / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust",
            "-E", "UTF8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        run(
            binaries / "pg_ctl", "-w", "-D", folder / "data", "-l", folder / "log",
            "-o", f"{settings} -c unix_socket_directories={folder}", "start",
        )  # fmt: skip
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        run(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _runner(folder: Path, account: dict[str, Any]) -> Any:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}

    def run(*command: object, check: bool = True) -> None:
        # pg_ctl leaves its pipes to the server, so its output is not captured.
        subprocess.run(
            [str(part) for part in command], check=check, cwd=folder, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **account,
        )  # fmt: skip

    return run


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    if found:
        return found[-1].parent
    if elsewhere := shutil.which("initdb"):
        return Path(elsewhere).resolve().parent
    raise RuntimeError("No PostgreSQL server here: install Debian's `postgresql`.")


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; Debian's package brings an account for it."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
