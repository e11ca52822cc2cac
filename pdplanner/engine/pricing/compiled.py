"""Inner loops run compiled where `pdplanner warm` has compiled them, else as they are.

To compile takes half a minute, so that nothing is compiled while somebody waits for a plan. As
they are, the loops give the same plans a hundred times slower, and the log says so.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar, cast

F = TypeVar("F", bound=Callable[..., object])

HERE = Path(__file__).parent
SOURCES = tuple(sorted(HERE.glob("*.py")))
COMPILE = "PDPLANNER_COMPILE"
"""Set in the environment of the one process that may compile."""

MISSING = "numba is missing: plans are right, and built slowly."
COLD = "The planner is not compiled: plans are right, and built slowly. Run `pdplanner warm`."

log = logging.getLogger(__name__)


def compiled(function: F) -> F:
    """Decorate a function of numbers, arrays and tuples of them; kept on disk once compiled.

    Compiled, it lets other threads run.
    """
    if not COMPILES:
        return function
    import numba

    numba.config.CACHE_DIR = str(_folder())  # type: ignore[attr-defined]
    return cast(F, numba.njit(cache=True, nogil=True)(function))


@cache
def say_if_slow() -> None:
    """Once, where something is searched for by loops that are not compiled."""
    if not COMPILES:
        log.warning(COLD if CAN_COMPILE else MISSING)


def note_compiled() -> None:
    """Write down that everything is compiled, as these sources are, for this machine."""
    marker = _marker()
    files = sorted(path.name for path in _files())
    marker.write_text("\n".join([_fingerprint(), *files]), encoding="utf-8")


def _is_compiled() -> bool:
    """Whether the compiler would find all of it, and so compile nothing."""
    folder = _folder()
    try:
        known, *files = _marker().read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return False
    there = {path.name for path in _files()}
    # The compiler leaves alone what it may not write to.
    return os.access(folder, os.W_OK) and known == _fingerprint() and there.issuperset(files)


def _folder() -> Path:
    """Named after the sources: what is compiled holds parts of other files than its own."""
    text = b"".join(path.read_bytes() for path in SOURCES)
    return HERE / "__pycache__" / f"compiled-{sha256(text).hexdigest()[:16]}"


def _marker() -> Path:
    return _folder() / f"{sys.implementation.cache_tag}.txt"


def _files() -> Iterator[Path]:
    return _folder().rglob("*.nb?")


def _fingerprint() -> str:
    """What the compiler looks at before it takes what it compiled: sources, itself, processor."""
    import llvmlite
    import numba
    from llvmlite import binding

    processor = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    sources = [(path.stat().st_mtime, path.stat().st_size) for path in SOURCES]
    told = (str(HERE), sources, numba.__version__, llvmlite.__version__, sys.version, processor)
    return sha256(repr(told).encode()).hexdigest()


CAN_COMPILE = find_spec("numba") is not None
COMPILES = CAN_COMPILE and (COMPILE in os.environ or _is_compiled())
