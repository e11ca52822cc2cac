"""Telling directors of what somebody found in no catalog, until they have decided about it."""

import re

from pdplanner.accounts.models import Role, User
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.notices import services as notices
from pdplanner.notices.models import Notice
from pdplanner.notices.services import Told
from pdplanner.organization.models import Person
from pdplanner.plans.requests.answerers import nearest_grants
from pdplanner.web.mail_letters import path

PAGE = re.compile(r"/catalog/([0-9]+)")
FOUND = "{person} asks for {title}, which no catalog has. You may offer it to others."


def tell_of_proposal(offering: Offering, person: Person, *, by: User) -> None:
    """Tell the nearest directors above the person, but nobody what they proposed themselves.

    Substitutes answer requests and write no catalog: they are not told.
    """
    grants = nearest_grants(person.unit, Role.DIRECTOR)
    readers = dict.fromkeys(grant.user for grant in grants if grant.user_id != by.id)
    said = FOUND.format(person=person.name, title=offering.title)
    page = path("catalog.show", offering_id=offering.id)
    notices.tell(list(readers), Told("A proposal for the catalog", said, page, asks=True))


@mailing.ask_before_mailing
def _is_still_proposed(notice: Notice) -> bool:
    """Whether nobody has decided about a proposal so far."""
    found = PAGE.fullmatch(notice.path)
    if found is None:
        return True
    offering = db.session.get(Offering, int(found[1]))
    return offering is not None and offering.is_proposal
