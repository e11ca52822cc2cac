"""A fictional district, loaded from catalog/districts/demo, in which everything can be tried."""

from pdplanner.demo.loading import load

__all__ = ["load"]
