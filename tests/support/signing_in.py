"""Signing in through the form, as a browser does."""

import re

PASSWORD = "four quiet words here"


def sign_in(client, *, email, password, following=True, **fields):
    token = form_token(client.get("/login").text)
    data = {"email": email, "password": password, "csrf_token": token, **fields}
    return client.post("/login", data=data, follow_redirects=following)


def form_token(page):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
