"""Whether `make drill` asks for the full numbers of what `make test` tries in part."""

import os

DRILL = bool(os.environ.get("DRILL"))
