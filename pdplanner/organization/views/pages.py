"""The pages of one unit and of one person, which several views show."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from pdplanner.accounts import access
from pdplanner.accounts.models import Grant
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.organization import queries, trees
from pdplanner.organization.forms import GrantForm, InvitationForm, zone_in_words
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.person_pages import pages_of
from pdplanner.organization.wording import state_of
from pdplanner.web import transactions
from pdplanner.web.htmx import page


def invitation_form(person: Person, typed: MultiDict[str, str] | None = None) -> InvitationForm:
    """To invite somebody; where the letter went out before, with the address that it went to."""
    return InvitationForm(typed, email=person.user.email if person.user else None)


def unit_page(unit: Unit, form: GrantForm, *, refused: str = "") -> str:
    """Show a unit; `refused` says why what was asked of it was not done."""
    transactions.end_writing()
    reach = access.within(Unit.path, "unit.read")
    lineage = queries.ancestors(unit)
    grants = queries.grants_reaching(unit, reach)
    above = [each for each in lineage if access.may("unit.read", each)]
    return page(
        "organization/unit.html",
        unit=unit,
        above=above,
        sees_all_above=len(above) == len(lineage),
        nodes=_nodes_below(unit),
        staff=queries.people_page(Unit.id == unit.id),
        grants=[(each, state_of(each.user)) for each in grants],
        staffed=queries.staff_among([each.user_id for each in grants]),
        months=queries.stale_months(unit),
        time_zone=zone_in_words(queries.time_zone_of([unit.path])),
        form=form,
        refused=refused,
        may_write=access.may("unit.write", unit),
        may_place=unit.parent is not None and access.may("unit.write", unit.parent),
        may_add_people=unit.active and access.may("person.write", unit),
        may_grant=access.may("grant.write", unit),
    )


def _nodes_below(unit: Unit) -> Sequence[trees.Node]:
    """The units directly below, closed ones too, each with the people of its subtree."""
    subtree = queries.below(unit)
    [root] = trees.grow(queries.unit_names(subtree, closed=True), queries.head_counts(subtree))
    return root.nodes


def person_page(person: Person, form: InvitationForm, *, refused: str = "") -> str:
    """Show a person; `refused` says why what was asked about them was not done."""
    transactions.end_writing()
    return page(
        "organization/person.html",
        person=person,
        account=state_of(person.user),
        grants=_shown_grants(person),
        form=form,
        refused=refused,
        own=person.owner_id == signed_in_user().id,
        may_write=access.may("person.write", person),
        may_see_unit=access.may("unit.read", person.unit),
        may_see_leaving=access.may("leaving.read", person),
        pages=pages_of(person),
    )


def _shown_grants(person: Person) -> list[Grant]:
    """The roles of a person's account, as far as the user may know of them."""
    if not person.user:
        return []
    own = person.owner_id == signed_in_user().id
    held = [each for each in person.user.grants if own or access.may("unit.read", each)]
    return sorted(held, key=lambda each: (each.unit.name.casefold(), each.role))
