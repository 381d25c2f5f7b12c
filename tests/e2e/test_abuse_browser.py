"""The page of abuse tests in a real browser: curves drawn, nothing fetched."""

from __future__ import annotations

import pytest

from davylamp.cell import example_path, read_cell
from davylamp.cli.abuse_page import page
from davylamp.runaway.abuse import run_test

pytestmark = pytest.mark.browser


def test_the_page_draws_its_curves_and_asks_nothing_of_the_outside(watched_page, tmp_path):
    cell = read_cell(example_path("sulfide"))
    results = [run_test(cell, kind) for kind in ("arc", "dsc", "external_short")]
    path = tmp_path / "tests.html"
    path.write_text(page(results), encoding="utf-8")
    shown = watched_page.open(path)
    watched_page.assert_clean()
    assert shown.locator("svg").count() == 3
    for n, result in enumerate(results):
        assert shown.locator("svg").nth(n).locator("polyline").count() == len(result.outcomes)
        box = shown.locator("svg").nth(n).bounding_box()
        assert box["width"] > 300.0
        assert box["height"] > 100.0
    shown.screenshot(path=tmp_path / "page.png", full_page=True)
    assert (tmp_path / "page.png").stat().st_size > 10_000
