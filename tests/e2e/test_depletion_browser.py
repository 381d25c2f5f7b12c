"""The page of salt depletion in a real browser: plots are drawn, nothing is fetched."""

from __future__ import annotations

import pytest

from davylamp.cli.deplete_case import of_material, program_of
from davylamp.cli.deplete_html import depletion_html
from davylamp.cli.deplete_options import Numbers
from davylamp.cli.deplete_record import record_of
from davylamp.dendrites.depletion import simulate

pytestmark = pytest.mark.browser


def test_the_page_draws_its_plots_and_fetches_nothing(watched_page, tmp_path):
    case = of_material("PEO-LiTFSI", Numbers(thickness_m=50e-6, current_A_per_m2=40.0), None)
    program = program_of(case, None, None, None, None, 1)
    run = simulate(case.electrolyte, case.concentration_mol_per_m3, case.thickness_m, program)
    path = tmp_path / "depletion.html"
    path.write_text(depletion_html(record_of(case, run), run), "utf-8")
    page = watched_page.open(path)
    watched_page.assert_clean()
    assert page.locator("#profiles .scatterlayer .trace").count() == 8
    assert page.locator("#surfaces .scatterlayer .trace").count() == 2
    assert page.locator("#voltage .scatterlayer .trace").count() == 1
    assert "runs out of salt" in page.locator(".answer").inner_text()
    watched_page.page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
