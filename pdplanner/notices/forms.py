from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Regexp

from pdplanner.notices.models import Mails
from pdplanner.web.forms import BaseForm

MAILS = [
    SelectChoice(Mails.EACH.value, "Each as it comes"),
    SelectChoice(Mails.DAILY.value, "All of a day together, at six in the morning"),
    SelectChoice(Mails.NONE.value, "None: I look here"),
]


class MailsForm(BaseForm):
    mails = RadioField("Mail me", choices=MAILS)


class ReadForm(BaseForm):
    """Everything up to the notice that was the newest when the page was shown."""

    up_to = HiddenField(validators=[Regexp(r"[0-9]{1,10}\Z", message="Open the page anew.")])
