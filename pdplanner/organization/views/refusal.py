"""Shows a refused change where the person looks: at its field, or above the form."""

from pdplanner.organization.services import OrganizationError
from pdplanner.web.forms import BaseForm


def show(error: OrganizationError, form: BaseForm) -> None:
    if error.field in form:
        form.refuse(form[error.field], str(error))
    else:
        form.form_errors.append(str(error))
