"""``davylamp limits`` in this process: tables, single gases, air with gas in it, mistakes."""

from __future__ import annotations

import json

import pytest

from davylamp.cli.limits import limits
from davylamp.core.errors import InputError


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


def answer(capsys: pytest.CaptureFixture[str]) -> dict:
    return json.loads(capsys.readouterr().out, parse_constant=pytest.fail)


def test_the_table_of_all_gases_marks_what_is_missing_and_what_is_from_memory(capsys):
    limits()
    lines = {line.split()[0]: line.split() for line in capsys.readouterr().out.splitlines() if line}
    assert lines["H2S"][1:4] == ["4", "45.5", "100"]
    assert set(lines["POF3"][1:]) == {"-"}
    assert lines["HF"][1] == "no"
    assert any(cell.endswith("*") for cell in lines["HF"])
    assert lines["CO2"][3] == "40000"


def test_every_limit_as_json(capsys):
    limits(as_json=True)
    record = answer(capsys)
    assert record["schema"] == "davylamp.limits/1"
    assert len(record["limits"]) > 600
    for row in record["limits"]:
        assert all(row[name] for name in ("source", "edition", "date", "issuer"))


def test_one_gas_with_its_documents_and_the_value_before(capsys):
    limits(species=["hydrogen chloride"], quantity="idlh", replaced=True)
    text = capsys.readouterr().out
    assert "45 ppm" in text
    assert "50 ppm" in text
    assert "replaced by IDLH value profiles of 2025" in text
    assert "AIHA news 250724" in text
    limits(species=["HCl"], quantity="IDLH")
    assert "50 ppm" not in capsys.readouterr().out


def test_levels_of_several_times_stand_in_one_row(capsys):
    limits(species=["H2S"], quantity="AEGL-3")
    assert "76, 59, 50, 37, 31 ppm" in capsys.readouterr().out


def test_a_gas_without_a_limit_is_told_not_left_out(capsys):
    limits(species=["POF3", "O2"], issuer="osha")
    text = capsys.readouterr().out
    assert "None is stored for POF3" in text
    assert "19.5 %" in text
    limits(species=["POF3"], as_json=True)
    assert answer(capsys) == {**answer_of_none(), "without": ["POF3"]}


def answer_of_none() -> dict:
    from davylamp import __version__

    return {"schema": "davylamp.limits/1", "davylamp": __version__, "limits": []}


def test_air_with_gas_in_it(capsys):
    limits(air=["HF=245ppm", "POF3=2 ppm"], duration="30 min")
    text = capsys.readouterr().out
    assert "ABOVE a limit" in text
    assert "8.17" in text
    assert "how much POF3 harms" in text
    limits(air=["HF:1ppm", "POF3=2ppm"], as_json=True)
    record = answer(capsys)
    assert record["schema"] == "davylamp.limits-air/1"
    assert record["exposure"]["unknown"]
    idlh = record["indices"][0]
    assert idlh["quantity"] == "IDLH"
    assert idlh["verdict"] == "unknown"
    assert record["corrosion"][0]["surface"] == "electronics"


def test_the_sum_takes_levels_of_the_next_longer_time_and_does_not_dilute(capsys):
    limits(air=["GeH4=0.16ppm"], duration="1 min", as_json=True)
    short = answer(capsys)
    assert short["index_averaging_s"] == pytest.approx(3600.0)
    assert short["indices"][1]["value"] == pytest.approx(0.16 / 0.17)
    limits(air=["H2S=17ppm"], duration="5 h", as_json=True)
    long = answer(capsys)
    assert long["indices"][1]["value"] == pytest.approx(1.0)
    limits(air=["H2S=10ppm"], duration="24 h")
    text = capsys.readouterr().out
    assert "sum over AEGL-2 of 8 h" in text
    assert "harms in more than 28800 s" in text


def test_the_issuer_of_air_is_found_in_any_case(capsys):
    limits(air=["HF=1ppm"], issuer="niosh", as_json=True)
    checks = answer(capsys)["exposure"]["checks"]
    assert {item["limit"]["issuer"] for item in checks} == {"NIOSH"}


def test_air_that_no_limit_objects_to(capsys):
    limits(air=["N2=1000ppm"])
    assert "below all limits" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"species": ["nosuch"]}, "no gas of the name"),
        ({"issuer": "nobody"}, "no limit by"),
        ({"quantity": "LD50"}, "no limit is called"),
        ({"air": ["HF"]}, "no gas with its concentration"),
        ({"air": ["HF=1ppm", "HF=2ppm"]}, "twice"),
        ({"air": ["HF=-1ppm"]}, "below zero"),
        ({"air": ["HF=1 m3"]}, "not the unit"),
        ({"air": ["HF=1ppm"], "species": ["HF"]}, "cannot be given with --air"),
        ({"air": ["HF=1ppm"], "duration": "0 s"}, "above 0"),
        ({"duration": "30 min"}, "without --air"),
        ({"air": ["HF=1ppm"], "duration": "-5 min"}, "above 0"),
        ({"air": ["HF=1ppm"], "duration": "30"}, "unit"),
        ({"air": ["HF=1ppm"], "duration": "soon"}, "does not start with a number"),
        ({"air": ["HF=abc"]}, "does not start with a number"),
        ({"air": ["abc=5ppm"]}, "no gas of the name"),
        ({"air": ["HF=nan ppm"]}, "does not start with a number"),
        ({"air": ["HF=245"]}, "more than all of the air"),
        ({"air": ["N2=60%", "CO2=60%"]}, "120 % of the air"),
        ({"air": ["HF=20 mg/m3"]}, "not the unit"),
        ({"air": ["HF=1ppm"], "issuer": "nobody"}, "no limit by"),
    ],
)
def test_mistakes_are_told_in_words(arguments, words):
    with pytest.raises(InputError, match=words):
        limits(**arguments)


def test_air_that_burns_is_never_below_all_limits(capsys):
    """Hydrogen poisons nobody, and 5 % of it is above its lower flammability limit of 4 %."""
    limits(air=["H2=5%"], duration="30 min")
    text = capsys.readouterr().out
    assert "ABOVE a limit" in text
    assert "1.25" in text
    limits(air=["H2=2%", "CH4=2.2%"], as_json=True)
    record = answer(capsys)
    assert record["ignition"]["value"] == pytest.approx(1.0)
    assert record["verdict"] == "above"
    limits(air=["H2=0.4%"], as_json=True)
    assert answer(capsys)["verdict"] == "below"
    # Ethylene carbonate burns; from where on is not stored.
    limits(air=["EC=1ppm"], as_json=True)
    record = answer(capsys)
    assert record["verdict"] == record["ignition"]["verdict"] == "unknown"
