"""The page of an open batch in a real browser: curves and limits are drawn, nothing is fetched."""

from __future__ import annotations

import pytest

from davylamp.cli.dryroom_html import dryroom_html
from davylamp.gas.dryroom import batch_exposure
from davylamp.gas.room import Room
from davylamp.materials import moist_air

pytestmark = pytest.mark.browser


def test_the_curves_and_limits_are_drawn_and_nothing_is_fetched(watched_page, tmp_path):
    air = moist_air(295.15, dew_point_K=233.15)
    room = Room(100.0, 30.0 * 100.0 / 3600.0, 295.15)
    batch = batch_exposure("Li7P2S8I", 1.0, room, air, 1800.0)
    path = tmp_path / "dryroom.html"
    path.write_text(dryroom_html([batch]), "utf-8")
    page = watched_page.open(path)
    watched_page.assert_clean()
    sulfide = batch.gas("H2S")
    lines = page.locator("#gas-0-h2s .scatterlayer .trace").count()
    assert lines == 3 + len({answer.limit.name for answer in sulfide.limits})
    # Without a measurement there is the bound alone, and limits below it are told as unknown.
    iodide = batch.gas("HI")
    names = {answer.limit.name for answer in iodide.limits}
    assert page.locator("#gas-0-hi .scatterlayer .trace").count() == 1 + len(names)
    assert "unknown" in page.locator("table").nth(1).inner_text()
    watched_page.page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
