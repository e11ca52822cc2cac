from typing import Any
from unicodedata import category

from wtforms import (
    DateField,
    EmailField,
    Form,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from pdplanner.accounts.models import Role
from pdplanner.organization.models import UnitKind
from pdplanner.web.edit_forms import EditForm
from pdplanner.web.forms import (
    BaseForm,
    Between,
    HoursField,
    MoneyField,
    NotBefore,
    Required,
    sensible_day,
)

KINDS = [SelectChoice(kind.value, kind.value.capitalize()) for kind in UnitKind]
ROLES = [
    SelectChoice(Role.DIRECTOR.value, "Director: sees levels, plans the team, edits the catalog"),
    SelectChoice(Role.FINANCE.value, "Finance: sees money, no levels"),
    SelectChoice(Role.HR.value, "HR: sees people and leaving dates, no levels"),
    SelectChoice(Role.READER.value, "Reader: sees figures of at least five people"),
    SelectChoice(Role.ADMIN.value, "Admin: manages units, people and roles"),
]
LONGEST_MEMORY = 120
LONGEST_ABSENCE = 366
TIME_ZONES = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Mountain, no daylight saving (Arizona)",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "America/Puerto_Rico": "Atlantic (Puerto Rico, Virgin Islands)",
    "Pacific/Guam": "Chamorro (Guam, Northern Marianas)",
    "Pacific/Pago_Pago": "Samoa",
}
"""What the form offers; `pdplanner create-admin` takes any of the IANA database."""


def _one_line(text: str | None) -> str | None:
    """Make pasted line ends, tabs and odd spaces plain spaces."""
    return " ".join(text.split()) if text else text


def _storable(_form: Form, field: Any) -> None:
    """Refuse control characters, and leave them out of what the page shows again."""
    typed = field.data or ""
    field.data = "".join(c for c in typed if category(c) != "Cc")
    if field.data != typed:
        raise ValidationError("Characters that cannot be stored are left out now. Check the rest.")


def zone_in_words(zone: str) -> str:
    """Eastern time, or the zone's name where it is none of those that the form offers."""
    words = TIME_ZONES.get(zone)
    return f"{words.partition(',')[0].partition(' (')[0]} time" if words else zone


def _zone_or_none(text: str | None) -> str | None:
    return text or None


def _required(what: str) -> Required:
    return Required(f"Enter {what}.")


class UnitForm(EditForm):
    name = StringField(
        "Name", [_required("the unit's name"), _storable, Length(max=120)], filters=[_one_line]
    )
    kind = SelectField("Kind", choices=KINDS)
    stale_after_months = IntegerField(
        "Months until a rating is stale",
        [
            Optional(),
            Between(1, LONGEST_MEMORY, f"Enter 1 to {LONGEST_MEMORY} months, or nothing."),
        ],
    )
    time_zone = SelectField("Time zone", coerce=_zone_or_none)

    def __init__(self, typed: Any = None, **values: Any) -> None:
        super().__init__(typed, **values)
        kept = (values.get("stored") or {}).get("time_zone")
        offered = {kept: kept, **TIME_ZONES} if kept and kept not in TIME_ZONES else TIME_ZONES
        self.time_zone.choices = [
            SelectChoice("", "As the unit above"),
            *(SelectChoice(zone, words) for zone, words in offered.items()),
        ]


class ParentForm(BaseForm):
    parent = SelectField("New place, below", coerce=int)

    def offer(self, units: list[tuple[int, str]]) -> "ParentForm":
        self.parent.choices = [SelectChoice(*unit) for unit in units]
        return self


class AbsenceForm(EditForm):
    substitute = EmailField(
        "Mail address of whoever answers meanwhile",
        [_required("the address of their account"), Email("Enter an address such as a@b.org.")],
        filters=[_one_line],
    )
    first = DateField("First day away", [_required("the first day"), sensible_day])
    last = DateField("Last day away", [_required("the last day"), sensible_day, NotBefore("first")])

    def validate_last(self, field: DateField) -> None:
        if self.first.data and field.data and (field.data - self.first.data).days > LONGEST_ABSENCE:
            raise ValidationError("Enter a year at most; it can be entered again.")


class PlaceForm(BaseForm):
    unit = SelectField("New unit", coerce=int)

    def offer(self, units: list[tuple[int, str]]) -> "PlaceForm":
        self.unit.choices = [SelectChoice(*unit) for unit in units]
        return self


class PersonForm(EditForm):
    name = StringField(
        "Name", [_required("the person's name"), _storable, Length(max=120)], filters=[_one_line]
    )
    employee_number = StringField(
        "Employee number", [Optional(), _storable, Length(max=64)], filters=[_one_line]
    )
    hours = HoursField("Hours a year", [_required("hours, 0 for none")])
    allowance_cents = MoneyField("Allowance a year, $", [Optional()])
    leaving_on = DateField("Leaves on", [Optional(), sensible_day])
    job_roles = SelectMultipleField(
        "Job roles",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=True,
    )


class NewPersonForm(PersonForm):
    unit = SelectField("Unit", coerce=int)


class AddressForm(BaseForm):
    email = EmailField(
        "E-mail address",
        [_required("an address"), _storable, Length(max=255), Email("Check this address.")],
    )


class FoundingForm(BaseForm):
    """What `pdplanner create-admin` asks for."""

    district = StringField(
        "District",
        [_required("the district's name"), _storable, Length(max=120)],
        filters=[_one_line],
    )
    email = EmailField(
        "E-mail address",
        [
            _required("an address such as ada@example.org"),
            _storable,
            Length(max=255),
            Email("Enter an address such as ada@example.org."),
        ],
        filters=[_one_line],
    )
    name = StringField(
        "Name", [_required("your own name"), _storable, Length(max=120)], filters=[_one_line]
    )


class InvitationForm(AddressForm):
    """`offered` is the account of another name that the page asks about, by its address.

    The answer is that address: ticked for one account, it says nothing about another.
    """

    offered = ""
    same_as = StringField("It is the same person")


class GrantForm(AddressForm):
    name = StringField(
        "Name, if the address is new here",
        [Optional(), _storable, Length(max=120)],
        filters=[_one_line],
    )
    role = SelectField("Role", choices=ROLES)
