"""The files of problems and results: read strictly, written canonically."""
