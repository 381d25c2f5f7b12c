"""The page of a phase-field run in a real browser: it plays, and fetches nothing."""

from __future__ import annotations

import pytest

from davylamp.cli.phasefield_html import phasefield_html
from davylamp.dendrites.phasefield import parse_case, run_case

pytestmark = pytest.mark.browser

LINE = """\
name: <b>Line</b> & more
grid: {length: 40 um, spacing: 0.25 um}
duration: 4 s
voltage: 0.2 V
lithium: {thickness: 10 um}
output: {interval: 1 s}
"""
PLANE = """\
name: Plane
grid: {length: 20 um, height: 16 um, spacing: 0.5 um}
duration: 0.4 s
voltage: 0.2 V
lithium: {thickness: 4 um, nuclei: {y: 8 um, radius: 4 um}}
grains: {size: 8 um, width: 1 um, reaction: 2}
output: {interval: 0.1 s}
"""


def opened(watched_page, tmp_path, text):
    run = run_case(parse_case(text), tmp_path / "run")
    path = tmp_path / "phasefield.html"
    path.write_text(phasefield_html(run.folder), "utf-8")
    assert path.stat().st_size < 8e6
    page = watched_page.open(path)
    page.wait_for_selector(".fields[data-shown='4']")
    return page


def test_a_plane_plays_and_fetches_nothing(watched_page, tmp_path):
    page = opened(watched_page, tmp_path, PLANE)
    assert page.locator(".field .heatmaplayer").count() == 3
    assert page.locator(".time").inner_text() == "t = 0.4 s"
    last = page.evaluate(
        "Array.from(document.querySelectorAll('.field')).map(p => p.data[0].z.flat())"
    )
    assert [len(values) for values in last] == [40 * 32] * 3
    # Lithium at the left, electrolyte at the right, as in the fields.
    eta = last[0]
    assert eta[0] > 0.95
    assert eta[39] < 0.05
    potential = last[2]
    assert min(potential) == pytest.approx(-0.2, abs=0.01)
    page.evaluate(
        "(() => { const e = document.querySelector('.when'); e.value = 0;"
        " e.dispatchEvent(new Event('input')); })()"
    )
    page.wait_for_selector(".fields[data-shown='0']")
    assert page.locator(".time").inner_text() == "t = 0 s"
    page.locator(".play").click()
    page.wait_for_selector(".fields[data-shown='4']")
    page.wait_for_selector(".play[aria-pressed='false']")
    # A micrometre is as long in both directions.
    scale = page.evaluate(
        "(() => { const l = document.querySelector('.field')._fullLayout;"
        " return [l.xaxis._length / 20, l.yaxis._length / 16]; })()"
    )
    assert scale[0] == pytest.approx(scale[1], rel=0.02)
    watched_page.assert_clean()
    watched_page.page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_line_is_drawn_over_x(watched_page, tmp_path):
    page = opened(watched_page, tmp_path, LINE)
    assert page.locator(".field .scatterlayer .trace").count() == 3
    assert page.locator("h1").inner_text() == "<b>Line</b> & more"
    assert page.locator("#phase-field-tip .scatterlayer .trace").count() == 1
    assert page.locator("#phase-field-current .scatterlayer .trace").count() == 1
    assert "liquid-like" in page.locator("table").nth(1).inner_text()
    watched_page.assert_clean()
