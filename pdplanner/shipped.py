"""Loads what every installation starts with: the framework, the job roles, the catalog."""

from dataclasses import dataclass
from pathlib import Path

from pdplanner import datafiles
from pdplanner.catalog import services as catalog
from pdplanner.frameworks import services as frameworks
from pdplanner.organization import services as organization
from pdplanner.web import transactions


@dataclass(frozen=True)
class Shipped:
    """How much the data folder holds; offerings that it no longer has are retired."""

    frameworks: int
    job_roles: int
    offerings: int
    retired: int


def load(folder: Path = datafiles.FOLDER) -> Shipped:
    """Load the data folder, or bring what is loaded up to it; the commit is the caller's.

    The same files twice change nothing. Raises datafiles.DataFileError before anything changes.
    """
    documents = datafiles.catalog(folder)
    with transactions.writing():
        for document in documents.frameworks.values():
            frameworks.load_framework(document)
        for document in documents.job_roles.values():
            organization.load_job_role(document)
        offerings = [
            offering
            for document in documents.offerings.values()
            for offering in catalog.load_offerings(document)
        ]
        catalog.load_requirements(documents.offerings.values())
        retired = catalog.retire_missing([offering.code for offering in offerings])
    return Shipped(len(documents.frameworks), len(documents.job_roles), len(offerings), retired)
