"""What the files call things by: codes, employee numbers, addresses."""

from typing import TypeVar

from pdplanner.datafiles import DataFileError

T = TypeVar("T")


class Register(dict[str, T]):
    """Rows by the key that the files name them with; a key that is none stops the load."""

    def __init__(self, noun: str) -> None:
        super().__init__()
        self.noun = noun

    def __setitem__(self, key: str, row: T) -> None:
        if key in self:
            raise DataFileError([f"districts/demo: two times {self.noun} {key}"])
        super().__setitem__(key, row)

    def __missing__(self, key: str) -> T:
        raise DataFileError([f"districts/demo: no {self.noun} {key}"])
