"""Who did what to money and access: written once for each deed, chained, and never changed."""
