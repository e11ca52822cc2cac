"""The inbox of requests as its reader uses it: choose, look at the preview, answer."""

from pdplanner.extensions import db
from pdplanner.plans.models import PlanItem


def inbox(client, *items, **arguments):
    chosen = {"r": [item.id for item in items]}
    return client.get("/requests/", query_string=arguments | chosen)


def fields(page):
    """What the previewed form would send."""
    form = page.text.split('action="/requests/answers"')[1].partition("</form>")[0]
    found = {"key": [], "r": [], "part": [], "left": []}
    for each in form.split("<input ")[1:]:
        name, value = (each.split(f'{one}="')[1].partition('"')[0] for one in ("name", "value"))
        found.setdefault(name, []).append(value)
    return found


def send(client, page, answer="approve", comment="", **changed):
    data = fields(page) | changed | {"answer": answer, "comment": comment}
    return client.post("/requests/answers", data=data, follow_redirects=True)


def states(*items):
    return [db.session.get_one(PlanItem, item.id, populate_existing=True).state for item in items]
