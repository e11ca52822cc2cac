import zlib
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from pdplanner.assessments.models import LONGEST_EVIDENCE
from pdplanner.assessments.scale import SCALE
from pdplanner.web.forms import BaseForm, Required, no_control_characters, sensible_day

NOT_APPLICABLE = "na"
TOO_LONG = f"This line has room for {LONGEST_EVIDENCE} characters. Shorten it."
CHOICES = (*(str(step.level) for step in SCALE), NOT_APPLICABLE)
RATED = ("level", "evidence", "reason")
LINE = (Length(max=LONGEST_EVIDENCE, message=TOO_LONG), no_control_characters)


class LineField(StringField):
    """A line of text; a refused one is shown with � for each character that no page can hold."""

    @property
    def shown(self) -> str:
        return "".join("\ufffd" if ord(c) < ord(" ") else c for c in self.data or "")


def _chosen(_form: "RatingForm", field: RadioField) -> None:
    # WTForms' own validator would make browsers refuse a page with an unrated indicator.
    if field.data not in CHOICES:
        raise ValidationError("Choose a level from 0 to 4, or not my work.")


class RatingForm(BaseForm):
    """One indicator's fields on the page of its area; their prefix is the indicator's code.

    `shown` says what each of them held when the page was made or saved it last: what its author
    left alone must not undo what was saved from another tab meanwhile.
    """

    level = RadioField(
        "Level",
        choices=[
            *(SelectChoice(str(step.level), step.word) for step in SCALE),
            SelectChoice(NOT_APPLICABLE, "Not applicable"),
        ],
        validate_choice=False,
        validators=[_chosen],
    )
    evidence = LineField("What shows it?", LINE)
    reason = LineField("Why does it not apply to your work?", LINE)
    shown = HiddenField()

    @classmethod
    def of(
        cls, code: str, *, rated: bool, level: int | None, evidence: str, reason: str
    ) -> "RatingForm":
        """The fields as they were saved."""
        chosen = (NOT_APPLICABLE if level is None else str(level)) if rated else None
        form = cls(prefix=code)
        form.level.process_data(chosen)
        form.evidence.data = evidence
        form.reason.data = reason
        form.shown.data = form.fingerprint
        return form

    @property
    def values(self) -> dict[str, Any]:
        chosen = self.level.data
        return {
            "level": None if chosen == NOT_APPLICABLE else int(chosen),
            "evidence": self.evidence.data or "",
            "reason": self.reason.data or "",
            "changed": self.touched,
        }

    @property
    def line(self) -> LineField:
        """The line that goes with what is chosen; the page hides the other."""
        return self.reason if self.level.data == NOT_APPLICABLE else self.evidence

    @property
    def fingerprint(self) -> str:
        """What is chosen and written, field by field, short enough for a hidden field."""
        return ".".join(_digest(self[name].data) for name in RATED)

    @property
    def touched(self) -> set[str]:
        """The names of the fields that hold something else than the page showed."""
        shown = dict(zip(RATED, (self.shown.data or "").split("."), strict=False))
        return {name for name in RATED if _digest(self[name].data) != shown.get(name, "")}

    def renew(self, saved: "RatingForm") -> None:
        """Show what is saved now in the fields that their author left alone."""
        for name in set(RATED) - self.touched:
            self[name].data = saved[name].data
        self.shown.data = saved.fingerprint

    @property
    def mistakes(self) -> list[str]:
        return [error for errors in self.errors.values() for error in errors]


class ReviewForm(BaseForm):
    """When a review was, and whether both settled on its levels."""

    reviewed_on = DateField(
        "Day of the review", validators=[Required("Say when the review was."), sensible_day]
    )
    agreed = BooleanField("We settled on these levels together")


class ReviewedForm(BaseForm):
    """One indicator's fields on the page of a review; their prefix is the indicator's code."""

    level = SelectField(
        "Level",
        choices=[
            SelectChoice("", "Not reviewed"),
            *(SelectChoice(str(step.level), f"{step.level} {step.word}") for step in SCALE),
        ],
        default="",
    )
    note = LineField("Note", LINE)

    def validate_note(self, field: LineField) -> None:
        if field.data and not self.level.data:
            raise ValidationError("Choose the level that this note is about.")

    @property
    def given(self) -> bool:
        return bool(self.level.data)

    @property
    def filled(self) -> bool:
        """Whether its area has to stand open: something is chosen or written in it."""
        return self.given or bool(self.note.data)

    @property
    def mistakes(self) -> list[str]:
        return [error for errors in self.errors.values() for error in errors]


def _digest(text: str | None) -> str:
    return f"{zlib.crc32(text.encode()):08x}" if text else ""
