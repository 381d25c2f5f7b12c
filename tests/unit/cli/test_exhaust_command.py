"""``davylamp exhaust`` in this process: gases, lithium, a cell, mistakes."""

from __future__ import annotations

import json

import pytest

from davylamp.cell import example_path
from davylamp.cli.exhaust import exhaust
from davylamp.cli.exhaust_given import amounts_mol, limits_ppm, removals
from davylamp.core.errors import InputError


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


def answer(capsys: pytest.CaptureFixture[str]) -> dict:
    record = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert record["schema"] == "davylamp.exhaust/1"
    return record


def test_gases_in_air_over_a_time(capsys):
    exhaust(
        gas=["HF:50 ppm,H2S:10 ppm", "PH3:1 ppm", "NH3:60 ppm"], flow="500 m3/h", duration="1 h"
    )
    text = capsys.readouterr().out
    for word in ("Caustic stage", "Acid stage", "spent liquor", "transfer units", "exceeded",
                 "not absorbed by caustic", "floods at", "Sources:"):  # fmt: skip
        assert word in text


def test_the_same_as_json(capsys):
    exhaust(gas=["HF:50 ppm"], flow="500 m3/h", duration="1 h", limit=["HF:1 ppm"], as_json=True)
    record = answer(capsys)
    (fluoride,) = record["gases"]
    assert fluoride["outlet_ppm"] == pytest.approx(1.0)
    assert fluoride["meets"] is True
    assert record["caustic_column"]["diameter_m"] > 0.0
    assert record["closure"] < 1e-9


def test_amounts_alone_know_the_reagent_and_say_what_they_do_not_know(capsys):
    exhaust(gas=["H2S:1e-3 mol,CO2:0.01 mol"], removal=["99 %"], caustic="2 mol/L", ph=10.0)
    text = capsys.readouterr().out
    assert "NaOH" in text
    assert "pH 10.00" in text
    assert "unknown without a flow of gas" in text
    assert "how long the gas takes to come" in text


def test_lithium_gives_hydrogen_to_burn_or_dilute(capsys):
    exhaust(lithium="10 g", duration="10 min")
    text = capsys.readouterr().out
    assert "lithium in 95 % ethanol" in text
    assert "25 % of it" in text
    assert "EtOH" in text
    assert "how fast lithium reacts" in text
    exhaust(lithium="10 g", quench="water", as_json=True)
    fuel = answer(capsys)["fuel"]
    assert fuel["fuel_mol"] == {"H2": pytest.approx(0.5 * 10.0 / 6.94, rel=1e-3)}
    assert fuel["heat_J"] > 0.0


def test_a_cell_source_by_source_and_one_in_full(capsys):
    path = example_path("sulfide")
    exhaust(cell=path, as_json=True)
    record = answer(capsys)
    listed = record["sources"]
    assert record["unknown"] is not None
    assert len(listed) > 3
    assert all(item["treatment"]["closure"] < 1e-9 for item in listed)
    # A batch comes with its room, air and time; a source without a duration has no column.
    batch = next(item for item in listed if item["id"].startswith("batch-"))
    assert batch["treatment"]["duration_s"] == pytest.approx(1800.0)
    assert "cell file" in batch["duration_from"]
    column = batch["treatment"]["caustic_column"]
    assert 3600.0 * column["gas_m3_per_s"] == pytest.approx(3000.0, rel=0.02)
    timeless = [item for item in listed if item["duration_from"] is None]
    assert timeless
    assert all(item["treatment"]["caustic_column"] is None for item in timeless)
    sulfide = next(item["id"] for item in timeless if item["treatment"]["caustic"] is not None)
    exhaust(cell=path, source=sulfide, removal=["99 %"])
    text = capsys.readouterr().out
    assert "Caustic stage" in text
    assert "unknown, so the flow is unknown" in text
    assert sulfide in text
    exhaust(cell=path)
    text = " ".join(capsys.readouterr().out.split())
    assert "3,000 m³/h (air of the room in the cell file)" in text
    assert "duration unknown, so flow unknown" in text
    with pytest.raises(InputError, match="no source of gas"):
        exhaust(cell=path, source="nonsense")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "no gas"),
        ({"gas": ["H2S:1 mol"], "lithium": "1 g"}, "together"),
        ({"gas": ["H2S:1 mol"], "source": "x"}, "--source"),
        ({"gas": ["H2S"]}, "no gas with a value"),
        ({"gas": ["H2S:1 mol,H2S:2 mol"]}, "twice"),
        ({"gas": ["H2S:0 mol"]}, "not above 0"),
        ({"gas": ["H2S:5 V"]}, "H2S:1e-3 mol"),
        ({"gas": ["H2S:20 ppm"]}, "of what"),
        ({"gas": [","]}, "names no gas"),
        ({"gas": ["H2S:60 %,HF:40 %"], "air": "1 m3"}, "leave no air"),
        ({"gas": ["H2S:1 mol"], "caustic": "10 %"}, "mol/L"),
        ({"gas": ["H2S:1 mol"], "limit": ["H2S:5 V"]}, "5 V of H2S is no concentration"),
        ({"lithium": "-1 g"}, "--lithium -1 g is not above 0"),
        ({"gas": ["H2S:1 mol"], "flow": "-5 m3/h"}, "--flow -5 m3/h is not above 0"),
        ({"gas": ["H2S:1 mol"], "duration": "30"}, "--duration: '30' has no unit"),
        ({"gas": ["H2S:1 mol"], "limit": ["HF:1 ppm"]}, "not in the gas"),
        ({"gas": ["H2S:1 mol"], "removal": ["140 %"]}, "removal"),
        ({"gas": ["H2S:1 mol"], "removal": ["90 %"], "packing": "straw"}, "no packing"),
    ],
)
def test_mistakes_are_told_in_words(options, words):
    with pytest.raises(InputError, match=words):
        exhaust(**options)


def test_what_may_be_written():
    assert amounts_mol(["H2:24.79 L", "HF=20.006 g"], None) == pytest.approx(
        {"H2": 1.0, "HF": 1.0}, rel=1e-3
    )
    # Shares are of the whole exhaust, with the air in it.
    shares = amounts_mol(["H2:20 %", "HF=5 %"], 3.0)
    assert shares == pytest.approx({"H2": 0.8, "HF": 0.2})
    assert limits_ppm(["H2S:1.39 mg/m3"])["H2S"] == pytest.approx(1.0, rel=5e-3)
    assert removals([]) is None
    assert removals(["HF:99 %", "HCl:90 %"]) == pytest.approx({"HF": 0.99, "HCl": 0.9})
