"""What a reader finds in the rows of the catalog."""

import re

from tests.support.html import text_of


def titles(response):
    """The titles of the rows, in their order on the page."""
    assert response.status_code == 200
    return re.findall(r'<h3><a href="/catalog/\d+">(.*?)</a>', response.text)


def mark_of(row):
    return text_of(row.partition('caution mb-0">')[2].partition("</p>")[0])
