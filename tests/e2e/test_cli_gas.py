"""``davylamp gas`` as a user calls it: text, JSON, page, and mistakes answered in words."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from davylamp.cell import example_path, read_cell
from davylamp.cli.gas import gas
from davylamp.cli.gas_text import print_gas
from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown
from davylamp.gas.assessment import assess_gas

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    from davylamp.dossier.gas_page import gas_html

    path = tmp_path_factory.mktemp("gas") / "gas.html"
    path.write_text(gas_html(assess_gas(read_cell(example_path("sulfide")))), "utf-8")
    return path


def test_an_example_is_answered_in_words_and_a_page(davylamp, tmp_path):
    done = davylamp(
        *("gas", "--example", "sulfide", "--volume", "30 m3", "--air-changes", "6 1/h"),
        *("--until", "30 min", "--html", "gas.html"),
    )
    assert done.returncode == 0, done.stderr
    place = "the enclosure: 30 m³ with 6 air changes per hour"
    for words in ("When it fails", "H2S", "ceiling", "AEGL-2", "IDLH", "Not known", "caustic",
                  place, "Wrote gas.html"):  # fmt: skip
        assert words in done.stdout
    page = (tmp_path / "gas.html").read_text("utf-8")
    assert "<script src" not in page
    assert "time [min]" in page


def test_the_record_is_stable_json(davylamp):
    done = davylamp("gas", "--example", "polymer", "--cells", "4", "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout, parse_constant=pytest.fail)
    assert record["schema"] == "davylamp.gas/1"
    assert {
        "cell", "answer", "kind", "sources", "cases", "openings", "steps", "sensors", "limits",
        "notes", "unknown",
    } <= set(record)  # fmt: skip
    failing = next(case for case in record["cases"] if case["when"] == "failing")
    assert failing["place"]["cells"] == 4
    assert {"amounts", "levels", "idlh_sum", "dilution", "fire", "curve"} <= set(failing)
    assert record["unknown"]
    assert all(gap["settle"] for gap in record["unknown"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--volume", "-3 m3"), "--volume -3 m3 is not above zero"),
        (("--volume", "0 m3"), "--volume 0 m3 is not above zero"),
        (("--volume", "30"), "--volume: '30' has no unit"),
        (("--volume", "3 kg"), "--volume: '3 kg': kg is not the unit of a volume"),
        (("--air-changes", "-6 1/h"), "--air-changes -6 1/h is not 0 1/h or more"),
        (("--air-changes", "1 1/h", "--air-flow", "1 m3/h"), "--air-changes and --air-flow"),
        # Curves that end before they begin have no peak, and so no verdict.
        (("--until", "-1 h"), "--until -1 h is not above zero"),
        (("--until", "0 h"), "--until 0 h is not above zero"),
        (("--until", "30"), "--until: '30' has no unit"),
    ],
)
def test_a_wrong_option_is_named_with_a_remedy(options, words):
    given = dict(zip(options[::2], options[1::2], strict=True))
    with pytest.raises(InputError) as found:
        gas(
            example="garnet",
            volume=given.get("--volume"),
            air_changes=given.get("--air-changes"),
            air_flow=given.get("--air-flow"),
            until=given.get("--until", "2 h"),
        )
    assert words in found.value.message
    assert found.value.remedy


def test_mistakes_end_with_two_and_without_a_traceback(davylamp):
    done = davylamp("gas", "--example", "garnet", "--until", "-1 h")
    assert done.returncode == 2
    assert done.stderr.startswith("Error: --until")
    assert "Remedy: write --until '2 h'" in done.stderr
    assert done.stdout == ""


def test_what_one_measurement_settles_stands_in_one_line(capsys):
    answer = assess_gas(read_cell(example_path("garnet")))
    gaps = (
        Unknown("the rate of: Li with LLZO", "calorimetry"),
        Unknown("the voltage of LCO", "discharge it"),
        Unknown("the rate of: Li with LCO", "calorimetry"),
    )
    print_gas(replace(answer, unknown=gaps, answer="When it fails: 1 L. In use: none."))
    printed = capsys.readouterr().out
    assert "the rate of: Li with LLZO; Li with LCO" in " ".join(printed.split())
    assert printed.count("calorimetry") == 1
    assert re.search(r"^answer +When it fails: 1 L\. *\n +In use: none\. *$", printed, re.M)


def test_the_page_draws_its_curves_and_fetches_nothing(watched_page, page_file):
    page = watched_page.open(page_file)
    watched_page.assert_clean()
    curves = page.locator("[id$='-history'].js-plotly-plot")
    assert curves.count() >= 3
    assert curves.first.locator(".scatterlayer .trace path").count() >= 1
    # Each limit is drawn as a line and named beside the axis.
    assert "IDLH" in page.locator("[id$='-history']").first.inner_text()
    assert page.locator(".finding").count() > 10


def test_the_page_fits_a_narrow_screen(watched_page, page_file):
    watched_page.page.set_viewport_size({"width": 390, "height": 800})
    page = watched_page.open(page_file)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
