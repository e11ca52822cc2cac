import socket
from pathlib import Path

from click.testing import CliRunner

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


def test_an_address_that_somebody_serves_on_is_refused(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = CliRunner().invoke(
            serving.serve_demo, ["--port", str(port)], env={"PDPLANNER_DATA": str(tmp_path / "new")}
        )

    assert answer.exit_code == 1
    assert f"Cannot serve on port {port} of 127.0.0.1" in answer.output
    assert not (tmp_path / "new").exists()


def test_a_port_that_is_none_is_refused():
    answer = CliRunner().invoke(serving.serve_demo, ["--port", "99999"])

    assert answer.exit_code == 2
    assert "99999 is not in the range" in answer.output


def test_an_address_that_this_machine_has_not_is_refused():
    answer = CliRunner().invoke(
        serving.serve_demo, ["--host", "no-such-host.invalid", "--allow-remote"]
    )

    assert answer.exit_code == 1
    assert "Cannot serve on port 8000 of no-such-host.invalid" in answer.output
