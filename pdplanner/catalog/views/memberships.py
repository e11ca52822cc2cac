from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.catalog import queries, services
from pdplanner.catalog.forms import MembershipForm
from pdplanner.catalog.models import Membership, Offering
from pdplanner.catalog.views.blueprint import bp
from pdplanner.catalog.views.districts import asked_for, districts
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.web.htmx import page

FACTS = ("held_until", "price_cents", "source", "quoted_on")


@bp.get("/<int:offering_id>/membership")
@access.requires("catalog.write")
def membership(offering_id: int) -> ResponseReturnValue:
    offering = access.load(Offering, offering_id, permission="catalog.read")
    unit = asked_for(districts())
    typed = take_unsaved(request.path)
    return _page(offering, _form(typed, offering, unit), unit)


@bp.post("/<int:offering_id>/membership")
@access.requires("catalog.write")
@typed_comes_back
def save_membership(offering_id: int) -> ResponseReturnValue:
    offering = access.load(Offering, offering_id, permission="catalog.read")
    services.hold_provider(offering.provider)
    unit = asked_for(districts())
    form = _form(request.form, offering, unit)
    if not form.validate():
        return _page(offering, form, unit), form.refusal
    values = form.values
    unit = access.load(Unit, values.pop("unit_id"))
    services.enter_membership(offering.provider, unit=unit, quoted_by=signed_in_user(), **values)
    db.session.commit()
    flash(f"Saved for everything that {offering.provider.name} offers {unit.name}.")
    return redirect(url_for(".show", offering_id=offering.id), 303)


@bp.post("/<int:offering_id>/memberships/<int:membership_id>/remove")
@access.requires("catalog.write")
def remove_membership(offering_id: int, membership_id: int) -> ResponseReturnValue:
    offering = access.load(Offering, offering_id, permission="catalog.read")
    membership = access.load(Membership, membership_id)
    if membership.provider_id != offering.provider_id:
        abort(404)
    services.remove_membership(membership)
    db.session.commit()
    flash(f"Nothing is known any more of a membership of {offering.provider.name}.")
    return redirect(url_for(".show", offering_id=offering.id), 303)


def _form(typed: MultiDict[str, str] | None, offering: Offering, unit: Unit) -> MembershipForm:
    """The membership as it stands; what is new is dated today."""
    entered = queries.memberships_of(offering, unit.id)
    held = next((each for each in entered if each.unit_id == unit.id), None)
    return MembershipForm(
        typed,
        units=districts(),
        stored=_stored(held) if held else None,
        unit_id=unit.id,
        quoted_on=clock.today(),
    )


def _stored(membership: Membership) -> dict[str, object]:
    held = "yes" if membership.held else "no"
    return {"held": held, **{name: getattr(membership, name) for name in FACTS}}


def _page(offering: Offering, form: MembershipForm, unit: Unit) -> str:
    return page("catalog/membership.html", offering=offering, form=form, unit=unit)
