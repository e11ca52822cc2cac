"""What other slices may want to hear of, since organization imports none of them."""

from blinker import Namespace

_signals = Namespace()

# Sent inside the transaction with people=[Person, …] when the months after which their ratings
# turn stale may have changed: their unit or one above it was moved or edited, or they moved.
staleness_changed = _signals.signal("staleness-changed")

# Sent inside the transaction with people=[Person, …] when they stop working here.
people_left = _signals.signal("people-left")

# Sent inside the transaction with people=[Person, …] once they work in another unit; left=Unit is
# the one before.
people_moved = _signals.signal("people-moved")

# Sent inside the transaction when others may answer for people than before: with units=[Unit, …]
# where a role was given or taken, or which stand elsewhere now, and with people=[Person, …] whose
# account became or ceased to be theirs.
answering_changed = _signals.signal("answering-changed")
