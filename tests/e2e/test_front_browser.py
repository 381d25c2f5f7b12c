"""The map of front stability in a real browser: it is drawn, nothing is fetched."""

from __future__ import annotations

import pytest

from davylamp.cli.front_html import front_html
from davylamp.dendrites.stability import PUBLISHED_LITHIUM

pytestmark = pytest.mark.browser


def test_the_map_is_drawn_and_fetches_nothing(watched_page, tmp_path):
    path = tmp_path / "front.html"
    points = [("<b>LLZO</b> & more", 0.07, 14.0), ("PEO", 4.0, 3e-5)]
    path.write_text(front_html(PUBLISHED_LITHIUM, 0.33, points), "utf-8")
    page = watched_page.open(path)
    watched_page.assert_clean()
    assert page.locator("#map .heatmaplayer image").count() == 1
    assert page.locator("#map .scatterlayer .trace").count() == 3
    assert page.locator("#map .scatterlayer .point").count() == 2
    assert "<b>LLZO</b> & more" in page.locator("#map .scatterlayer").text_content()
    watched_page.page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_long_table_is_thinned(watched_page, tmp_path):
    path = tmp_path / "front.html"
    points = [(f"mp-{n}", 0.05 + 1e-5 * n, 1.0 + 1e-3 * n) for n in range(7000)]
    path.write_text(front_html(PUBLISHED_LITHIUM, 0.33, points), "utf-8")
    page = watched_page.open(path)
    watched_page.assert_clean()
    assert page.locator("#map .scatterlayer .point").count() == 2334
    assert "2334 of 7000 drawn" in page.locator("figcaption").inner_text()
