"""Dossiers in a real browser: plots drawn, nothing fetched, hostile text harmless, print whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from davylamp.cell import example_path, list_examples, parse_cell
from davylamp.dossier import Dossier, assess, dossier_html

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def dossiers() -> dict[str, Dossier]:
    return {name: assess(example_path(name)) for name in list_examples()}


@pytest.fixture(scope="module")
def files(dossiers, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("dossiers")
    paths = {}
    for name, dossier in dossiers.items():
        paths[name] = folder / f"{name}.html"
        paths[name].write_text(dossier_html(dossier), "utf-8")
    return paths


def plots_of(dossier: Dossier) -> list[str]:
    return [plot.id for section in dossier.sections for plot in section.plots]


@pytest.mark.parametrize("name", list_examples())
def test_every_plot_of_every_example_is_drawn(watched_page, files, dossiers, name):
    page = watched_page.open(files[name])
    watched_page.assert_clean()
    for ident in plots_of(dossiers[name]):
        place = page.locator(f"[id='{ident}']")
        assert "js-plotly-plot" in place.get_attribute("class")
        assert place.locator("svg.main-svg").count() >= 1
        box = place.bounding_box()
        assert box["width"] > 300
        assert box["height"] > 100
    drawn = page.locator(".js-plotly-plot .trace path, .js-plotly-plot .point path")
    assert drawn.count() >= len(plots_of(dossiers[name]))


@pytest.mark.parametrize("name", list_examples())
def test_the_page_shows_what_the_dossier_holds(watched_page, files, dossiers, name):
    page = watched_page.open(files[name])
    dossier = dossiers[name]
    assert page.title().startswith(dossier.title)
    assert page.locator(".finding").count() == len(dossier.findings)
    for severity, count in dossier.counts.items():
        assert page.locator(f".finding.s-{severity.value}").count() == count
    picture = page.locator("svg.stack")
    assert picture.count() == 1
    assert picture.bounding_box()["width"] > 400


def test_unknown_is_never_green(watched_page, files):
    page = watched_page.open(files["sulfide"])
    colours = page.eval_on_selector_all(
        ".finding.s-unknown", "nodes => nodes.map(n => getComputedStyle(n).borderLeftColor)"
    )
    assert colours
    for colour in colours:
        red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
        assert green < max(red, blue)


def test_links_of_the_picture_lead_to_their_sections(watched_page, files):
    page = watched_page.open(files["sulfide"])
    for target in page.eval_on_selector_all(
        "svg.stack a", "nodes => nodes.map(n => n.getAttribute('href'))"
    ):
        assert page.locator(f"[id='{target[1:]}']").count() == 1


def test_a_screenshot_is_not_empty(watched_page, files):
    page = watched_page.open(files["garnet"])
    grey = page.evaluate(
        """async () => {
            const plot = document.querySelector('.js-plotly-plot');
            const url = await Plotly.toImage(plot, {format: 'png', width: 400, height: 300});
            const image = new Image(); image.src = url; await image.decode();
            const canvas = document.createElement('canvas');
            canvas.width = 400; canvas.height = 300;
            const context = canvas.getContext('2d'); context.drawImage(image, 0, 0);
            const data = context.getImageData(0, 0, 400, 300).data;
            const seen = new Set();
            for (let at = 0; at < data.length; at += 4) {
                seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
            }
            return seen.size;
        }"""
    )
    assert grey > 20
    assert len(page.screenshot()) > 20_000


def test_it_prints_whole(watched_page, files, dossiers):
    page = watched_page.open(files["sulfide"])
    pdf = page.pdf(format="A4", print_background=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 8 <= pages <= 60
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.js-plotly-plot .main-svg')]"
        ".every(svg => svg.getBoundingClientRect().width <= 645)"
    )
    assert not page.locator("nav.contents").is_visible()
    assert page.locator(".finding").first.is_visible()
    for ident in plots_of(dossiers["sulfide"]):
        assert page.locator(f"[id='{ident}'] svg.main-svg").first.is_visible()


def test_it_fits_a_narrow_screen(watched_page, files):
    watched_page.page.set_viewport_size({"width": 390, "height": 800})
    page = watched_page.open(files["sulfide"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_it_is_readable_without_script(browser, files, dossiers):
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(files["sulfide"].as_uri())
    assert page.locator(".finding").count() == len(dossiers["sulfide"].findings)
    tables = page.locator("figure.plot table")
    assert tables.count() == len(plots_of(dossiers["sulfide"]))
    assert all(tables.nth(at).is_visible() for at in range(tables.count()))
    context.close()


def test_no_button_sends_a_plot_anywhere(watched_page, files):
    page = watched_page.open(files["garnet"])
    titles = page.eval_on_selector_all(
        ".modebar-btn", "nodes => nodes.map(n => n.getAttribute('data-title') || '')"
    )
    assert titles
    assert not [title for title in titles if re.search("cloud|share|plotly", title, re.IGNORECASE)]


HOSTILE = """
name: "<script>document.body.innerHTML='gone'</script><img src=x onerror=alert(1)>"
description: "</title></style><svg onload=alert(2)> & {{ 7 * 7 }} [red]"
anode: {material: Li, thickness: 30 um, note: "<iframe src='https://outside.invalid'>"}
electrolyte:
  - material: "<b>evil</b>\\" onmouseover=alert(3) x=\\""
    thickness: 50 um
materials:
  - id: "<b>evil</b>\\" onmouseover=alert(3) x=\\""
    name: "</script><script>alert(4)</script>"
    formula: Li3PS4
    family: sulfide
    roles: [electrolyte]
    notes: "javascript:alert(5)"
cathode: {active: {material: LiCoO2}, loading: 3 mAh/cm2, porosity: 0 %}
operation: {voltage_min: 3.0 V, voltage_max: 4.2 V, temperature: 25 degC}
"""


def test_hostile_names_stay_words(watched_page, tmp_path):
    dossier = assess(parse_cell(HOSTILE))
    path = tmp_path / "hostile.html"
    path.write_text(dossier_html(dossier), "utf-8")
    alerts: list[str] = []
    watched_page.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page = watched_page.open(path)
    watched_page.assert_clean()
    assert alerts == []
    assert page.inner_text("h1").startswith("<script>")
    assert page.locator("iframe, img, [onmouseover], [onerror], [onload]").count() == 0
    assert "{{ 7 * 7 }}" in page.inner_text("header")
    assert page.locator(".finding").count() == len(dossier.findings)
    assert page.locator(".js-plotly-plot").count() == len(plots_of(dossier))
    for svg in page.locator(".js-plotly-plot svg").all()[:4]:
        svg.hover(force=True)
    assert alerts == []
