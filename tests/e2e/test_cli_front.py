"""``davylamp front`` as a user calls it."""

from __future__ import annotations

import json
import subprocess
from functools import partial

import pytest


@pytest.fixture
def run(davylamp):
    return partial(davylamp, "front")


def answer(done: subprocess.CompletedProcess[str]) -> dict:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout, parse_constant=pytest.fail)


def test_three_numbers(run):
    given = ("--shear-modulus", "60 GPa", "--poisson", "0.27", "--volume-ratio", "0.1")
    record = answer(run(*given, "--json"))
    assert record["schema"] == "davylamp.front/1"
    assert record["stable"] is False
    assert record["critical_wavelength_m"] == pytest.approx(5.14e-11, rel=1e-3)
    assert record["wave_number_per_m"] == pytest.approx(1e8)
    shown = run(*given).stdout
    assert "unstable: ripples longer than 0.0514 nm grow" in shown
    assert "alone proves nothing" in shown


def test_a_stable_front_has_no_wavelength(run):
    given = ("--shear-modulus", "1 GPa", "--bulk-modulus", "3 GPa", "--volume-ratio", "10 %")
    record = answer(run(*given, "--json"))
    assert record["stable_at_every_wavelength"] is True
    assert record["critical_wavelength_m"] is None
    assert "stable at every wavelength" in run(*given).stdout


def test_a_material_with_its_uncertainty(run, tmp_path):
    record = answer(run("--material", "LLZO", "--json", "--html", "map.html"))
    assert record["stable_share"] == pytest.approx(0.0)
    assert record["stable_side"] == "below"
    assert record["parameters"]["volume_ratio"]["kind"] == "estimated"
    page = (tmp_path / "map.html").read_text("utf-8")
    assert "LLZO" in page
    assert "<script src" not in page
    own = answer(run("--material", "LLZO", "--volume-ratio", "4", "--json"))
    assert own["stable_share"] > 0.99
    weak = answer(run("--material", "LLZO", "--lithium-shear-modulus", "2 GPa", "--json"))
    assert weak["parameters"]["lithium_shear_modulus"]["value"] == pytest.approx(2e9)
    shown = run("--material", "LLZO").stdout
    for word in ("known by", "Famprikis", "Not known", "stable in"):
        assert word in shown


def test_a_table_and_what_is_not_judged(run, tmp_path):
    (tmp_path / "t.csv").write_text(
        "name,shear_modulus_GPa,bulk_modulus_GPa,volume_ratio\nsoft,3,6,0.0553\nbad,-1,6,0.1\n",
        encoding="utf-8",
    )
    record = answer(run("--table", "t.csv", "--json"))
    assert record["judged"] == 1
    assert record["dropped"] == [
        {"place": 3, "label": "bad", "reason": "shear modulus not above 0"}
    ]
    shown = run("--table", "t.csv").stdout
    assert "shear modulus not above 0" in shown


def test_the_stored_compounds(run):
    done = run("--stored", "--top", "2")
    assert done.returncode == 0
    assert "Li2WS4" in done.stdout
    assert "12593 rows" in done.stdout
    assert "357" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--shear-modulus", "60", "--poisson", "0.3", "--volume-ratio", "0.1"), "--shear-modulus"),
        (("--shear-modulus", "-6 GPa", "--poisson", "0.3", "--volume-ratio", "0.1"), "not above 0"),
        (("--shear-modulus", "6 GPa", "--poisson", "0.6", "--volume-ratio", "0.1"), "--poisson"),
        (("--shear-modulus", "6 GPa", "--poisson", "0.3"), "--volume-ratio"),
        (("--shear-modulus", "6 GPa", "--poisson", "0.3", "--volume-ratio", "-1"), "below 0"),
        (("--shear-modulus", "60 Pa", "--poisson", "0.3", "--volume-ratio", "0.1"), "of no solid"),
        (("--bulk-modulus", "6 GPa"), "needs --shear-modulus"),
        ((), "--material"),
        (("--material", "LLZO", "--stored"), "one question"),
        (("--material", "nothing such"), "unknown material"),
        (("--material", "EC", "--shear-modulus", "1 GPa"), "is a liquid"),
        (("--stored", "--poisson", "0.3"), "columns"),
        (("--table", "none.csv"), "cannot read"),
        (("--material", "LLZO", "--lithium-poisson", "0.7"), "--lithium-poisson"),
    ],
)
def test_mistakes_are_told_in_words(run, arguments, words):
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Remedy" in done.stderr
