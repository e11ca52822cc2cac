"""Compiles inner loops; without a compiler they run as they are, a hundred times slower."""

import logging
from collections.abc import Callable
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar, cast

F = TypeVar("F", bound=Callable[..., object])

HERE = Path(__file__).parent
COMPILES = find_spec("numba") is not None

if not COMPILES:
    logging.getLogger(__name__).warning("numba is missing: plans are right, and built slowly.")


def compiled(function: F) -> F:
    """Decorate a function of numbers, arrays and tuples of them; kept on disk once compiled.

    Compiled, it lets other threads run.
    """
    if not COMPILES:
        return function
    import numba

    numba.config.CACHE_DIR = str(HERE / "__pycache__" / _sources())  # type: ignore[attr-defined]
    return cast(F, numba.njit(cache=True, nogil=True)(function))


def _sources() -> str:
    """A name for these sources: what is compiled holds parts of other files than its own."""
    text = b"".join(path.read_bytes() for path in sorted(HERE.glob("*.py")))
    return f"compiled-{sha256(text).hexdigest()[:16]}"
