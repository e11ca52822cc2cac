"""The forms of the catalog: what to look for, an own offering, a district's terms and memberships,
a run."""

from pdplanner.catalog.forms.filters import FilterForm
from pdplanner.catalog.forms.membership import MembershipForm
from pdplanner.catalog.forms.offering import OfferingForm
from pdplanner.catalog.forms.quote import QuoteForm
from pdplanner.catalog.forms.run import RunForm

__all__ = ["FilterForm", "MembershipForm", "OfferingForm", "QuoteForm", "RunForm"]
