"""``davylamp deplete`` as a user calls it."""

from __future__ import annotations

import json
from functools import partial

import pytest

PLAIN = (
    "--concentration", "1 mol/L", "--diffusivity", "1e-11 m2/s", "--transference", "0.2",
    "--thickness", "100um",
)  # fmt: skip


@pytest.fixture
def run(davylamp):
    return partial(davylamp, "deplete")


def answer(done) -> dict:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout, parse_constant=pytest.fail)


def test_plain_numbers(run):
    record = answer(run(*PLAIN, "--current", "4.8242666 mA/cm2", "--duration", "100 s", "--json"))
    assert record["schema"] == "davylamp.deplete/1"
    assert record["limiting_current_A_per_m2"] == pytest.approx(24.12, abs=0.005)
    (asked,) = [row for row in record["table"] if row["is_asked"]]
    assert asked["sand_s"] == pytest.approx(49.087, abs=1e-3)
    assert asked["depletion_s"] / asked["sand_s"] == pytest.approx(1.002, abs=5e-4)
    assert record["run"]["depleted_s"] == pytest.approx(asked["depletion_s"], rel=1e-4)
    assert record["run"]["salt_error"] < 1e-12
    shown = run(*PLAIN, "--current", "1 mA/cm2").stdout
    for word in ("limiting current", "Sand's time", "never", "mAh/cm²", "lasts for"):
        assert word in shown


def test_pulses(run):
    pulsed = ("--current", "5 mA/cm2", "--pulse", "10 s", "--rest", "60 s", "--repeat", "3")
    record = answer(run(*PLAIN, *pulsed, "--json"))
    assert record["run"]["depleted_s"] is None
    assert record["run"]["end_s"] == pytest.approx(210.0)
    assert record["run"]["charge_C_per_m2"] == pytest.approx(1500.0)


def test_a_rising_current(run):
    risen = ("--current", "0.7236 mA/cm2", "--rise", "0.7236 mA/cm2", "--duration", "5000 s")
    record = answer(run(*PLAIN, *risen, "--json"))
    # The fourth step passes the limit, from the steady state of 0.9 of it.
    assert 15000.0 < record["run"]["depleted_s"] < 15100.0
    assert "--rise needs --duration" in run(*PLAIN, *risen[:4]).stderr


def test_a_stored_material_and_its_sets(run):
    asked = ("--material", "peo-litfsi", "--ratio", "0.05", "--thickness", "50um", "--json")
    first = answer(run(*asked))
    other = answer(run(*asked, "--method", "pesko2017-nmr"))
    assert first["electrolyte"]["kind"] == "fitted"
    assert other["limiting_current_A_per_m2"] > 2.0 * first["limiting_current_A_per_m2"]
    assert first["run"] is None
    sets = answer(run("--sets", "--json"))["sets"]
    assert next(row["set"] for row in sets if row["material"] == "PEO-LiTFSI") == "edman2000"
    assert "negative-assumed" in run("--sets").stdout


def test_a_cell(run):
    record = answer(run("--example", "polymer", "--json"))
    cell = record["cell"]
    assert 0.0 < cell["quantile_05_A_per_m2"] < cell["critical_current_A_per_m2"]
    assert cell["critical_current_A_per_m2"] < record["limiting_current_A_per_m2"]
    assert 0.0 <= cell["share_below_current"] <= 1.0
    assert "draws that deplete" in run("--example", "polymer").stdout
    none = run("--example", "sulfide")
    assert none.returncode == 0
    assert "single-ion conductor" in none.stdout
    assert answer(run("--example", "sulfide", "--json"))["reason"]


def test_single_ion_conductors(run):
    record = answer(run("--single-ion", "--thickness", "50um", "--json"))
    assert len(record["conductors"]) == 13
    assert "tied to the chain" in run("--single-ion").stdout


def test_the_page(run, tmp_path):
    done = run(*PLAIN, "--current", "5 mA/cm2", "--html", "page.html")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "runs out of salt after" in text
    assert 'id="profiles"' in text
    assert 'id="voltage"' not in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--transference", "1.2"), ("transference number 1.2 is above one", "at most 1")),
        (("--diffusivity", "-1e-11 m2/s"), ("diffusivity -1e-11 m2/s", "positive diffusivity")),
        (("--concentration", "0 mol/L"), ("salt concentration 0 mol/m3",)),
        (("--current", "-1 mA/cm2"), ("--current -10 A/m2 is not above zero",)),
        (("--thickness", "100"), ("--thickness:", "no unit")),
        (("--current", "5 mA/cm2", "--rest", "1 s"), ("--rest needs --pulse",)),
        (("--current", "5 mA/cm2", "--pulse", "1 s"), ("--rest is missing",)),
        (("--ratio", "0.1"), ("--ratio needs --material",)),
        (("--html", "x.html"), ("a page needs a current",)),
        (("--thickness", "0 um"), ("--thickness 0 um is not above zero",)),
        (("--temperature", "-400 degC"), ("--temperature -400 degC is not above zero",)),
        (("--current", "1 mA/cm2", "--duration", "0 s"), ("--duration 0 s",)),
        (("--current", "1 mA/cm2", "--time-step", "1e-9 s"), ("more than 200000 steps",)),
        (("--concentration", "1000 mol/L"), ("--concentration", "check the unit")),
        (("--diffusivity", "1e-5 m2/s"), ("--diffusivity", "check the unit")),
        (("--thickness", "1e-30 m"), ("--thickness", "check the unit")),
        (("--pulse", "1 s", "--rest", "1 s"), ("--pulse and --rest", "without a current")),
        (("--duration", "1 s"), ("--duration cannot be used without a current",)),
        (("--method", "edman2000"), ("--method needs a cell or --material",)),
        (("--material", "PEO-LiTFSI"), ("--diffusivity and --transference cannot",)),
        (("--example", "polymer"), ("--concentration", "cannot be given with a cell")),
    ],
)
def test_mistakes_are_named(run, arguments, words):
    done = run(*PLAIN, *arguments)
    assert done.returncode == 2
    for word in words:
        assert word in done.stderr
    assert "Remedy" in done.stderr


def test_a_time_step_that_would_not_converge(run):
    done = run(*PLAIN, "--current", "5 mA/cm2", "--time-step", "60 s")
    assert done.returncode == 1
    assert "a time step of 60 s would not converge" in done.stderr
    assert "shorter one of" in done.stderr


def test_no_option_is_passed_over_in_silence(run):
    for arguments in (
        ("--example", "polymer", "--material", "PEO-LiTFSI"),
        ("--material", "PEO-LiTFSI", "--thickness", "50um", "--conductivity", "1 S/m"),
        ("--sets", "--single-ion"),
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert arguments[-2] in done.stderr or arguments[-1] in done.stderr
        assert "Remedy" in done.stderr


def test_the_page_of_a_cell_answers_for_the_cell(run, tmp_path):
    """Its layer alone lasts at a current at which the cell, with its filled cathode, does not."""
    asked = ("--example", "polymer", "--current", "1 mA/cm2")
    record = answer(run(*asked, "--html", "page.html", "--json"))
    assert record["run"]["depleted_s"] is None
    assert record["cell"]["critical_current_A_per_m2"] < 10.0
    text = (tmp_path / "page.html").read_text("utf-8")
    verdict = text.split('<p class="answer">')[1].split("</p>")[0]
    assert verdict.startswith("At 1 mA/cm² the cell runs out of salt after")
    assert "% of draws deplete" in verdict
    assert "its layer alone" in run(*asked).stdout
    held = run("--example", "polymer", "--current", "0.3 mA/cm2", "--html", "page.html")
    assert held.returncode == 0
    assert "the cell does not run out of salt" in (tmp_path / "page.html").read_text("utf-8")


def test_what_a_run_does_not_show_is_said(run):
    early = run(*PLAIN, "--current", "5 mA/cm2", "--duration", "10 s").stdout
    assert "the mean current is above the limiting one" in early
    stored = ("--material", "PEO-LiTFSI", "--thickness", "50um", "--current", "1 mA/cm2")
    full = run(*stored, "--ratio", "0.45").stdout
    assert "reaches its solubility" in full
    assert "leaves the range" in full


def test_what_is_missing_is_named(run):
    assert "--diffusivity is missing" in run("--concentration", "1 mol/L").stderr
    unknown = run("--material", "PVDF-LiFSI", "--thickness", "50um")
    assert unknown.returncode == 1
    assert "no salt diffusivity for PVDF-LiFSI" in unknown.stderr
    cold = run("--material", "PEO-LiTFSI", "--thickness", "50um", "--temperature", "25 degC")
    assert cold.returncode == 2
    assert "60 to 120 °C" in cold.stderr
