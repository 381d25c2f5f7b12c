"""What the options of ``davylamp flammability`` mean, and what its record and text say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from davylamp.cell import example_path, read_cell
from davylamp.cli.flammability import flammability
from davylamp.cli.flammability_case import of_cell, of_mixture
from davylamp.cli.flammability_html import flammability_html
from davylamp.cli.flammability_options import conditions_of, parse_mixture
from davylamp.cli.flammability_text import facts_of, show, verdict
from davylamp.core.errors import InputError, MissingDatumError, UnreadableFileError


def asked(**more: Any) -> Any:
    options: dict[str, Any] = {
        "temperature": "25 degC", "pressure": "1 atm", "oxygen": None, "inert": False,
        "concentration": None, "issuer": None, "limits": None, "velocity": False,
    }  # fmt: skip
    return conditions_of(**{**options, **more})


def about(text: str, **more: Any) -> dict[str, Any]:
    return of_mixture(text, asked(**more), lambda share, doing: None)


def test_mixtures_are_read_by_id_name_and_number() -> None:
    found = parse_mixture("H2: 5, carbon monoxide=3 %, 1,2-dimethoxyethane:1, 7783-06-4:2")
    assert found == pytest.approx({"H2": 5, "CO": 3, "DME": 1, "H2S": 2})


def test_a_gas_alone_is_a_mixture(capsys: pytest.CaptureFixture[str]) -> None:
    flammability("hydrogen")
    assert "Gas of 100 % H2" in capsys.readouterr().out
    with pytest.raises(UnreadableFileError, match="no such file"):
        flammability("hydrogne")


@pytest.mark.parametrize(
    "text", ["", "H2", "H2:x", "H2:-1", "H2:0", "H2:1,H2:2", "H2:nan", "H2:inf", ":5", "zz:1"]
)
def test_what_is_no_mixture(text: str) -> None:
    with pytest.raises(InputError):
        parse_mixture(text)


@pytest.mark.parametrize(
    "more",
    [
        {"concentration": "140 %"},
        {"oxygen": "-1 %"},
        {"oxygen": "5 %", "inert": True},
        {"pressure": "0 Pa"},
        {"issuer": "nobody"},
        {"limits": ["DMC"]},
        {"limits": ["DMC:a:b"]},
        {"temperature": "5 m"},
        {"temperature": "-300 degC"},
    ],
)
def test_options_that_nothing_has(more: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        asked(**more)


def test_concentration_in_air_and_in_a_glove_box() -> None:
    text = "H2:55,CO2:18,CO:11,CH4:10"
    assert about(text, concentration="2 %")["around"]["outcome"] == "too lean"
    assert about(text, concentration="20 %")["around"]["outcome"] == "burns"
    assert about(text, concentration="20 %", inert=True)["around"]["outcome"] == "no oxygen"
    lean = about(text, concentration="20 %", oxygen="1 %")["around"]["outcome"]
    assert lean.startswith("too little oxygen")


def test_a_fuel_without_limits_is_unknown_unless_they_are_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    record = about("IBIB:50,N2:50", issuer="NFPA", concentration="1 %")
    assert record["mixture"]["burns"] == "unknown"
    assert record["around"]["outcome"] == "unknown"
    show(record)
    shown = capsys.readouterr().out
    assert "not known" in shown
    assert "EN 1839" in shown
    given = about("IBIB:50,N2:50", limits=["IBIB:0.9:7.5"], concentration="5 %")
    assert given["around"]["outcome"] == "burns"
    assert any("the flame" in item["what"] for item in given["unknown"])


def test_what_does_not_burn(capsys: pytest.CaptureFixture[str]) -> None:
    record = about("HF:1,N2:9")
    assert verdict(record).startswith("It does not burn")
    show(record)
    assert "lower limit" not in capsys.readouterr().out
    assert record["flames"]["stoichiometric"] is None


def test_warm_gas_shows_both_laws(capsys: pytest.CaptureFixture[str]) -> None:
    show(about("CH4:1", temperature="300 degC"))
    shown = capsys.readouterr().out
    assert "Burgess-Wheeler" in shown
    assert "limiting flame temperature" in shown


def test_a_cell(capsys: pytest.CaptureFixture[str]) -> None:
    cell = read_cell(example_path("polymer"))
    record = of_cell(cell, None, asked(), lambda share, doing: None)
    json.dumps(record, allow_nan=False)
    assert record["mixture"]["burns"] == "flammable"
    assert record["cell"]["oxygen"]["burns_without_air"] is None
    show(record)
    shown = capsys.readouterr().out
    assert "Oxygen balance" in shown
    assert "* heating" in shown
    page = flammability_html(record)
    assert 'id="ranges"' in page
    with pytest.raises(InputError):
        of_cell(cell, "no-such-source", asked(), lambda share, doing: None)


def test_a_cell_without_gas_that_burns() -> None:
    with pytest.raises(MissingDatumError):
        of_cell(read_cell(example_path("garnet")), None, asked(), lambda share, doing: None)


@pytest.mark.parametrize(
    ("text", "oxygen", "words"),
    [
        ("H2:1", "1 %", "below the limiting oxygen"),
        ("H2:1", "5 %", "not below the limiting oxygen"),
        ("H2:1", "40 %", "more than air"),
        ("S2:1", "5 %", "whether that is enough is unknown"),
        ("H2:1", "0 %", "no fire until air"),
        ("C2H2:1", "0 %", "without any"),
        ("H2:1,O2:1", "0 %", "what the mixture itself brings"),
    ],
)
def test_oxygen_of_the_gas_around_is_set_against_what_a_flame_needs(
    text: str, oxygen: str, words: str
) -> None:
    assert words in dict(facts_of(about(text, oxygen=oxygen)))["in this gas"]
    assert "in this gas" not in dict(facts_of(about(text)))
