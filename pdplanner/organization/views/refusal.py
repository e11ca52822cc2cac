"""Shows a refused change where the person looks: at its field, or above the form."""

from typing import Any

from pdplanner.organization.services import OrganizationError
from pdplanner.web.forms import BaseForm


def show(error: OrganizationError, form: BaseForm) -> None:
    if error.field in form:
        field: Any = form[error.field]
        field.errors = [*field.errors, str(error)]
    else:
        form.form_errors.append(str(error))
