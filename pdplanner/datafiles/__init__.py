"""Reads the files of the data folder, each checked against its JSON schema."""

from pdplanner.datafiles.amounts import cents
from pdplanner.datafiles.reading import (
    FOLDER,
    Catalog,
    DataFileError,
    Document,
    catalog,
    read,
    read_all,
)

__all__ = [
    "FOLDER",
    "Catalog",
    "DataFileError",
    "Document",
    "catalog",
    "cents",
    "read",
    "read_all",
]
