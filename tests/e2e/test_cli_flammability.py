"""``davylamp flammability`` as a user calls it."""

from __future__ import annotations

import json
from functools import partial

import pytest

LFP = "H2:55,CO2:18,CO:11,CH4:10"


@pytest.fixture
def run(davylamp):
    return partial(davylamp, "flammability")


def answer(done) -> dict:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout, parse_constant=pytest.fail)


def test_a_mixture_in_words(run):
    done = run(LFP, "--concentration", "2 %", "--issuer", "nfpa")
    assert done.returncode == 0, done.stderr
    for word in (
        "It can burn in air",
        "too lean",
        "5.68 %",
        "60.7 %",
        "NFPA",
        "times the pressure",
    ):
        assert word in " ".join(done.stdout.split())


def test_hydrogen_with_its_velocity(run, tmp_path):
    page = tmp_path / "burning.html"
    asked = ("H2:1", "--velocity", "--temperature", "25 degC", "--html", str(page), "--json")
    record = answer(run(*asked))
    assert record["schema"] == "davylamp.flammability/1"
    assert record["mixture"]["lfl"] == pytest.approx(0.04)
    assert record["velocity"]["value_m_per_s"] == pytest.approx(2.3, abs=0.2)
    assert record["flames"]["stoichiometric"]["temperature_K"] == pytest.approx(2381, abs=2)
    assert "</html>" in page.read_text("utf-8")


def test_the_gas_of_a_cell(run):
    record = answer(run("--example", "sulfide", "--source", "heating-run-arc-1", "--json"))
    assert record["cell"]["source"] == "heating-run-arc-1"
    assert record["mixture"]["burns"] == "flammable"
    assert record["cell"]["oxygen"]["burns_without_air"] is True


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("unobtainium:5",), ("unobtainium", "known")),
        ((LFP, "--concentration", "140 %"), ("--concentration", "100 %")),
    ],
)
def test_mistakes_are_told_in_words(run, asked, words):
    done = run(*asked)
    assert done.returncode == 2
    for word in words:
        assert word in done.stderr
