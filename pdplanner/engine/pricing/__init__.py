"""Prices on what people share split the problem by person, and bound every plan.

`tighten` is what the rest of the engine asks for; docs/planning-model.md has the mathematics.
"""

from pdplanner.engine.pricing.tighten import Tightened, tighten

__all__ = ["Tightened", "tighten"]
