"""The page of ``davylamp vent`` in a real browser, cut off from the network."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


def test_page_draws_pressure_and_flow_and_asks_for_nothing(davylamp, tmp_path: Path, watched_page):
    page = tmp_path / "vent.html"
    done = davylamp(
        "vent", "--gas", "H2:0.4,CO2:0.3,CO:0.3", "--amount", "20 mmol", "--temperature",
        "600 degC", "--volume", "50 mL", "--pressure", "8 bar", "--area", "60 mm2",
        "--enclosure", "50 L", "--html", str(page),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    opened = watched_page.open(page)
    for name in ("pressure", "flow", "thrust", "gases", "box"):
        opened.wait_for_selector(f"#{name} .main-svg")
    assert opened.locator("h1").inner_text() == "Gas in a casing"
    assert "vent first" in opened.locator(".answer").inner_text()
    watched_page.assert_clean()
    watched_page.page.set_viewport_size({"width": 390, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
