from pathlib import Path

from pdplanner.cli import serving


def test_demo_says_who_can_sign_in_and_where_mail_goes(capsys):
    folder = Path("/srv/pdplanner")

    serving._say_welcome(
        "http://127.0.0.1:8000", ["ada@example.org, director"], "four words", folder
    )

    said = capsys.readouterr().out
    assert "http://127.0.0.1:8000" in said
    assert "ada@example.org, director" in said
    assert "four words" in said
    assert "written into /srv/pdplanner/outbox.log" in said
    assert "a line in /srv/pdplanner/requests.log" in said
