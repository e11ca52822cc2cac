"""What one run comes to, and how a run is started in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

KILOBYTES = 1024


@dataclass(frozen=True, kw_only=True)
class Size:
    people: int
    offerings: int
    full: bool = False

    def __str__(self) -> str:
        return f"{self.people}x{self.offerings}{' full' if self.full else ''}"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Seconds by the wall clock and of CPU, points, and the peak memory in MB.

    `cores` is how many the work can keep busy. `cut` says that the run was ended: then its seconds
    are the least that it would have taken.
    `more` holds seconds and shares that only some works measure.
    """

    wall: float
    cpu: float
    value: int | None = None
    bound: float | None = None
    proven: bool = False
    memory: int | None = None
    cut: bool = False
    cores: int = 1
    more: Mapping[str, float] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """What it would have taken alone on the machine, whatever else ran meanwhile."""
        return self.cpu / self.cores

    def to_json(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True, kw_only=True)
class Runs:
    """The same work on the same size, by seed."""

    figures: tuple[Figures, ...]

    @property
    def seconds(self) -> float:
        return median(one.seconds for one in self.figures)

    @property
    def cut(self) -> bool:
        """Whether the median run would have taken longer than it was given."""
        return sum(one.cut for one in self.figures) * 2 >= len(self.figures)


def measured(work: str, size: Size, seed: int, limit: int, patience: int) -> Figures | None:
    """Run a work in its own process; None where it ended in an error, which is printed.

    `limit` is what the solvers are told, `patience` when a process is ended that goes on.
    """
    sizes = [str(size.people), str(size.offerings), *(["--full"] if size.full else [])]
    command = [sys.executable, "-m", "tests.engine_bench.run", work, *sizes]
    process = subprocess.Popen(
        [*command, "--seed", str(seed), "--limit", str(limit)], stdout=subprocess.PIPE, text=True
    )
    try:
        answer, _ = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        memory = peak_memory(process.pid)
        process.kill()
        used = os.wait4(process.pid, 0)[2]
        return Figures(wall=patience, cpu=used.ru_utime + used.ru_stime, memory=memory, cut=True)
    if process.returncode:
        print(f"{work} at {size}, seed {seed}: ended with {process.returncode}")
        return None
    return Figures(**json.loads(answer))


def peak_memory(process: int | str = "self") -> int | None:
    """MB that a running process has taken at most, which only Linux tells.

    Not what `getrusage` says: that begins with what the starting process took.
    """
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    peak = next((line.split()[1] for line in lines if line.startswith("VmHWM")), None)
    return int(peak) // KILOBYTES if peak else None
