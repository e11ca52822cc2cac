"""Letters: in the outbox file they stand as somebody reads them."""

from pdplanner.web import mail


def test_outbox_is_readable_whatever_the_script(app):
    link = "https://pd.example.org/reset/" + "a" * 120
    body = f"Good morning, José Peña,\n\n{link}\n\nSiobhán Ó Súilleabháin, 東京\n"
    subject = "José Peña asks for something: " + "Ñandú " * 20

    mail.send("pena@example.org", subject, body)

    written = (app.config["DATA_FOLDER"] / "outbox.log").read_text(encoding="utf-8")
    assert body in written
    assert f"Subject: {subject.strip()}" in written
    assert "base64" not in written
    assert "=?utf-8" not in written
    assert "To: pena@example.org" in written
