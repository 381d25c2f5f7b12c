"""``davylamp dendrite`` as a user calls it: text, JSON, page, and mistakes answered in words."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from davylamp.dossier import dossier_json


@pytest.fixture
def run(tmp_path):
    environment = {
        **os.environ,
        "DAVYLAMP_HOME": str(tmp_path / "home"),
        "NO_COLOR": "1",
        "COLUMNS": "140",
        "PYTHONIOENCODING": "utf-8",
    }

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "davylamp.cli.main", "dendrite", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return call


def test_an_example_is_answered_in_words_bars_and_gaps(run):
    done = run("--example", "sulfide", "--draws", "1000")
    assert done.returncode == 0, done.stderr
    for words in ("comes first", "●", "│", "Not known", "Which mechanism limits", "a rating",
                  "no material property", "known by"):  # fmt: skip
        assert words in done.stdout
    assert "µm" in done.stdout
    assert "assµ" not in done.stdout


def test_the_record_is_stable_and_repeats(run):
    call = ("--example", "garnet", "--draws", "500", "--seed", "3", "--json")
    first, second = run(*call), run(*call)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    record = json.loads(first.stdout, parse_constant=pytest.fail)
    assert record["schema"] == "davylamp.dendrite/1"
    assert {
        "answer", "verdict", "kind", "weakest", "mechanisms", "undecided", "not_applicable",
        "map", "pressure_window", "measured", "interlayer", "unknown", "current_A_per_m2",
        "capacity_C_per_m2", "temperature_K", "stack_pressure_Pa", "draws", "seed",
    } <= set(record)  # fmt: skip
    assert record["draws"] == 500
    shares = record["weakest"]["first_share"].values()
    total = sum(shares) + record["weakest"]["none_share"] + record["weakest"]["undecided_share"]
    assert total == pytest.approx(1.0)
    other = json.loads(run(*call[:4], "--seed", "4", "--json").stdout)
    assert other["weakest"] != record["weakest"]


def test_conditions_of_the_command_line_replace_those_of_the_file(run):
    done = run(
        *("--example", "sulfide", "--draws", "300", "--json"),
        *("--current", "0.02 mA/cm2", "--pressure", "2 MPa"),
        *("--temperature", "25 degC", "--capacity", "1 mAh/cm2"),
    )
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["current_A_per_m2"] == pytest.approx(0.2)
    assert record["stack_pressure_Pa"] == pytest.approx(2e6)
    assert record["temperature_K"] == pytest.approx(298.15)
    assert record["capacity_C_per_m2"] == pytest.approx(3.6e4)


def test_a_page_is_written(run, tmp_path):
    done = run("--example", "polymer", "--draws", "300", "--html", "page.html")
    assert done.returncode == 0, done.stderr
    assert "Wrote page.html" in done.stdout
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "Salt depletion" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--current", "-1 mA/cm2"), "current"),
        (("--current", "0 mA/cm2"), "current"),
        (("--current", "1 MPa"), "MPa"),
        (("--pressure", "-5 MPa"), "stack pressure"),
        (("--pressure", "5"), "unit"),
        (("--temperature", "-300 degC"), "temperature"),
        (("--capacity", "-1 mAh/cm2"), "capacity"),
        (("--draws", "3"), "draws"),
        (("--seed", "-1"), "seed"),
    ],
)
def test_bad_input_is_answered_in_words(run, arguments, words):
    done = run("--example", "sulfide", *arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_no_cell_is_told(run):
    done = run()
    assert done.returncode == 2
    assert "davylamp dendrite cell.yaml" in done.stderr


def test_an_unknown_run_folder_is_told_before_the_work(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "davylamp.cli.main", "assess", "--example", "sulfide",
         "--phase-field", "nowhere"],
        capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "dossier.json").exists()


@pytest.mark.browser
def test_pages_draw_bars_map_and_fields_and_fetch_nothing(watched_page, tmp_path):
    from davylamp.cell import example_path, read_cell
    from davylamp.dendrites.assessment import assess_dendrites
    from davylamp.dendrites.phasefield import parse_case, run_case
    from davylamp.dossier import assess, dossier_html
    from davylamp.dossier.dendrite_page import dendrite_html

    path = tmp_path / "dendrite.html"
    path.write_text(dendrite_html(assess_dendrites(read_cell(example_path("sulfide")))), "utf-8")
    page = watched_page.open(path)
    watched_page.assert_clean()
    for ident in ("short-limits", "short-map"):
        assert page.locator(f"#{ident} svg.main-svg").count() >= 1
    assert page.locator("#short-map .heatmaplayer").count() == 1
    assert page.locator("#short-map .colorbar, #short-map .cbaxis").count() >= 1
    case = """\
name: Line
grid: {length: 20 um, spacing: 0.5 um}
duration: 1 s
voltage: 0.2 V
lithium: {thickness: 5 um}
output: {interval: 0.5 s}
"""
    run_case(parse_case(case), tmp_path / "run")
    dossier = assess(example_path("garnet"), phase_field=tmp_path / "run")
    assert "NaN" not in dossier_json(dossier)
    whole = tmp_path / "dossier.html"
    whole.write_text(dossier_html(dossier), "utf-8")
    page = watched_page.open(whole)
    page.wait_for_selector(".fields[data-shown]")
    watched_page.assert_clean()
    assert page.locator("#cell-phase-field .finding").count() == 1
    assert page.locator("#cell-short .finding").count() >= 3
