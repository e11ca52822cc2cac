from collections.abc import Sequence

from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from pdplanner.audit.models import Kind
from pdplanner.reports.trail.entries import Wanted
from pdplanner.web.forms import BaseForm, NotBefore, sensible_day
from pdplanner.web.search_text import searched


class TrailForm(BaseForm):
    """What the address asks for; `kinds` are those of which its reader may read."""

    q = StringField("Words or name")
    kind = SelectField("What", default="")
    first = DateField("From", [Optional(), sensible_day])
    last = DateField("To", [Optional(), sensible_day, NotBefore("first")])

    def __init__(self, typed: object = None, *, kinds: Sequence[Kind]) -> None:
        super().__init__(typed)
        self.q.data = searched(self.q.data or "")
        named = [SelectChoice(kind.value, kind.capitalize()) for kind in kinds]
        self.kind.choices = [SelectChoice("", "Everything"), *named]

    @property
    def wanted(self) -> Wanted:
        """What is looked for, as far as it could be read."""
        self.validate()
        return Wanted(
            text=self.q.data,
            kind="" if self.kind.errors else self.kind.data or "",
            first=None if self.first.errors else self.first.data,
            last=None if self.last.errors else self.last.data,
        )

    @property
    def asked(self) -> dict[str, str]:
        """What an address has to say for the same entries."""
        wanted = self.wanted
        days = {"first": wanted.first, "last": wanted.last}
        said = {name: day.isoformat() for name, day in days.items() if day}
        words = {"q": wanted.text, "kind": wanted.kind}
        return {name: text for name, text in words.items() if text} | said
