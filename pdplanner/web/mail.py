"""Mail: handed to a worker, which sends it by SMTP or writes it into the outbox file."""

import smtplib
from datetime import UTC
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from flask import current_app

from pdplanner import clock
from pdplanner.extensions import queue

SECONDS = 20
AS_READ = policy.default.clone(utf8=True, max_line_length=None)
"""How the outbox file has a letter: its header and body in letters, whatever their script."""


@queue.task
def deliver(recipient: str, subject: str, body: str) -> None:
    send(recipient, subject, body)


def send(recipient: str, subject: str, body: str) -> None:
    """Send it now. Raises OSError where the server does not take it."""
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_SENDER"]
    message["To"] = recipient
    message["Subject"] = subject
    message["Date"] = format_datetime(clock.now().replace(tzinfo=UTC))
    # Unwrapped, so that links stay whole in the outbox file.
    message.set_content(body, cte="8bit")
    if current_app.config["MAIL_URL"] == "outbox":
        _write_to_outbox(message)
    else:
        _send(message, current_app.config["MAIL_URL"])


def _write_to_outbox(message: EmailMessage) -> None:
    path = current_app.config["DATA_FOLDER"] / "outbox.log"
    with path.open("a", encoding="utf-8") as outbox:
        outbox.write(f"{message.as_bytes(policy=AS_READ).decode()}\n{'-' * 72}\n")


def _send(message: EmailMessage, url: str) -> None:
    server = urlsplit(url)
    with smtplib.SMTP(server.hostname or "localhost", server.port or 587, timeout=SECONDS) as smtp:
        if server.scheme == "smtp" and server.username:
            smtp.starttls()
            smtp.login(unquote(server.username), unquote(server.password or ""))
        smtp.send_message(message)
