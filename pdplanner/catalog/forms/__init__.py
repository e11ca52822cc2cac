"""The forms of the catalog: what to look for, an own offering, a district's terms, a run."""

from pdplanner.catalog.forms.filters import FilterForm
from pdplanner.catalog.forms.offering import OfferingForm
from pdplanner.catalog.forms.quote import QuoteForm
from pdplanner.catalog.forms.run import RunForm

__all__ = ["FilterForm", "OfferingForm", "QuoteForm", "RunForm"]
