"""The page of flammability in a real browser: plots are drawn, nothing is fetched."""

from __future__ import annotations

import pytest

from davylamp.cli.flammability_case import of_mixture
from davylamp.cli.flammability_html import flammability_html
from davylamp.cli.flammability_options import conditions_of

pytestmark = pytest.mark.browser


def test_the_page_draws_its_plots_and_fetches_nothing(watched_page, tmp_path):
    asked = conditions_of("25 degC", "1 atm", None, False, "20 %", None, None, False)
    record = of_mixture("H2:55,CO2:18,CO:11,CH4:10", asked, lambda share, doing: None)
    path = tmp_path / "burning.html"
    path.write_text(flammability_html(record), "utf-8")
    page = watched_page.open(path)
    watched_page.assert_clean()
    assert page.locator("#ranges .barlayer .point").count() == 4
    assert page.locator("#flame .trace.scatter").count() == 2
    assert "It can burn in air" in page.locator(".answer").inner_text()
    watched_page.page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
