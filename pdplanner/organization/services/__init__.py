"""Writes to the organization: each checks its rule and flushes; the caller commits."""

from pdplanner.organization.services.absences import ANSWERING, end_absence, set_absence
from pdplanner.organization.services.addresses import OWN_ADDRESS, change_address
from pdplanner.organization.services.blackouts import (
    add_blackout,
    edit_blackout,
    remove_blackout,
)
from pdplanner.organization.services.errors import OrganizationError, OtherNameError
from pdplanner.organization.services.founding import found_district, standing_district
from pdplanner.organization.services.grants import give_grant, revoke_grant
from pdplanner.organization.services.invitations import invite, remind, take_account
from pdplanner.organization.services.job_roles import load_job_role
from pdplanner.organization.services.letters import invitation_link
from pdplanner.organization.services.people import (
    create_person,
    deactivate_person,
    edit_person,
    move_person,
    reactivate_person,
)
from pdplanner.organization.services.units import (
    create_unit,
    deactivate_unit,
    edit_unit,
    move_unit,
    reactivate_unit,
    set_cover,
)

__all__ = [
    "ANSWERING",
    "OWN_ADDRESS",
    "OrganizationError",
    "OtherNameError",
    "add_blackout",
    "change_address",
    "create_person",
    "create_unit",
    "deactivate_person",
    "deactivate_unit",
    "edit_blackout",
    "edit_person",
    "edit_unit",
    "end_absence",
    "found_district",
    "give_grant",
    "invitation_link",
    "invite",
    "load_job_role",
    "move_person",
    "move_unit",
    "reactivate_person",
    "reactivate_unit",
    "remind",
    "remove_blackout",
    "revoke_grant",
    "set_absence",
    "set_cover",
    "standing_district",
    "take_account",
]
