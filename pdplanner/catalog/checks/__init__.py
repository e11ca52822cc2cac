"""What must hold between the shipped reference files, beyond each file's schema."""

from pathlib import Path

from pdplanner import datafiles
from pdplanner.catalog.checks import finance, frameworks, job_roles, offerings
from pdplanner.datafiles import Catalog


def check_catalog(folder: Path = datafiles.FOLDER) -> list[str]:
    """Return every problem of the data folder as `file: place: sentence`; [] is sound.

    Files that their schema refuses are reported alone, since nothing can be said
    about how they fit the others.
    """
    try:
        return problems(datafiles.catalog(folder))
    except datafiles.DataFileError as error:
        return list(error.problems)


def problems(catalog: Catalog) -> list[str]:
    """Return what does not fit between documents that each satisfy their schema."""
    indicators = {
        document["code"]: set(frameworks.indicator_codes(document))
        for document in catalog.frameworks.values()
    }
    known = set().union(*indicators.values())
    return [
        *frameworks.problems(catalog.frameworks),
        *job_roles.problems(catalog.job_roles, indicators),
        *offerings.problems(catalog.offerings, known),
        *finance.problems(catalog.finance),
        *frameworks.untaught(catalog.frameworks, offerings.taught_indicators(catalog.offerings)),
    ]
