from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from pdplanner.accounts.models import Theme
from pdplanner.web.forms import BaseForm


class AccountForm(BaseForm):
    theme = RadioField(
        "Appearance",
        choices=[SelectChoice(Theme.LIGHT, "Light"), SelectChoice(Theme.DARK, "Dark")],
    )
