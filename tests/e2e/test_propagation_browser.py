"""The page of a propagation run in a real browser: plots are drawn, nothing is fetched."""

from __future__ import annotations

import pytest

from davylamp.cli.propagate_html import propagation_html
from davylamp.runaway.propagation import parse_module, propagate

pytestmark = pytest.mark.browser

MODULE = """
name: <b>Three</b> & more
cells: {baseline: liquid, size: {width: 100 mm, height: 80 mm, thickness: 20 mm}}
arrangement: {row: 3}
between: {layers: {material: mica sheet, thickness: 1 mm}}
trigger: {at_once: true}
simulation: {duration: 20 min, resolution: {mode: lumped, layer: 1}}
"""


def test_the_page_draws_its_plots_and_fetches_nothing(watched_page, tmp_path):
    record = {"propagation": propagate(parse_module(MODULE)).record(), "critical": []}
    path = tmp_path / "propagation.html"
    path.write_text(propagation_html(record), "utf-8")
    page = watched_page.open(path)
    watched_page.assert_clean()
    assert page.locator("#temperature-1 .scatterlayer .trace").count() == 3
    assert page.locator("#timeline-1 .barlayer .trace").count() == 2
    assert page.locator("tbody tr").first.locator("th").inner_text() == "cell 1"
    assert page.locator("h1").inner_text() == "<b>Three</b> & more"
    watched_page.page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
