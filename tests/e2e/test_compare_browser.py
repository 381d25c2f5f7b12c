"""A comparison in a real browser: nothing fetched, unknown is never shown as better."""

from __future__ import annotations

import pytest

from davylamp.cell import example_path
from davylamp.dossier import compare, comparison_html

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def answer():
    return compare([example_path("sulfide"), example_path("polymer")])


def test_the_page_shows_every_row_and_fetches_nothing(watched_page, answer, tmp_path):
    path = tmp_path / "compare.html"
    path.write_text(comparison_html(answer), "utf-8")
    page = watched_page.open(path)
    watched_page.assert_clean()
    tables = page.locator("table")
    assert tables.count() == 4
    assert tables.nth(2).locator("tbody tr").count() == len(answer.figures)
    rules = tables.nth(3).locator("tbody tr")
    assert rules.count() == len(answer.rules)
    for place, row in enumerate(answer.rules):
        said = rules.nth(place).locator("td").last.inner_text()
        assert said == answer.words(row)
        assert ("better" in said) == (row.better is not None)
    watched_page.page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
