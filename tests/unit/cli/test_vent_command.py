"""``davylamp vent`` as a user types it: answers, JSON, pages, and mistakes told in words."""

from __future__ import annotations

import json
import shlex

import pytest
from typer.testing import CliRunner

from davylamp.cli.main import app
from davylamp.cli.vent_words import answer_of
from davylamp.core.errors import DavylampError
from davylamp.gas.ranking import example_ranking_path

NUMBERS = (
    "--gas 'H2:0.4,CO2:0.3,CO:0.2,CH4:0.1' --amount '20 mmol' --temperature '600 degC' "
    "--volume '50 mL' --pressure '8 bar' --area '60 mm2'"
)


def run(line, **more):
    done = CliRunner().invoke(app, ["vent", *shlex.split(line)], **more)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def record(line):
    found = json.loads(run(f"{line} --json"), parse_constant=pytest.fail)
    assert found["schema"].startswith("davylamp.vent")
    return found


def test_plain_numbers_give_opening_flow_and_bounds():
    found = record(NUMBERS)
    assert found["opening"]["vents"] == pytest.approx(1.0, abs=1e-6)
    assert found["opening"]["bursts"] is None
    assert found["instant"]
    flow = found["flow"]
    assert flow["end_Pa"] == pytest.approx(101325.0, rel=1e-9)
    assert flow["mass_closure"] < 1e-9
    assert flow["energy_closure"] < 1e-9
    assert flow["peak_Pa"] == pytest.approx(found["bounds"]["pressure_Pa"], rel=1e-9)
    assert flow["peak_thrust_N"] == pytest.approx(max(flow["course"]["thrust_N"]), rel=1e-6)
    assert any("how fast" in item["what"] for item in found["unknown"])
    assert any("assumed" in note for note in found["notes"])


def test_fast_gas_is_told_by_its_bounds():
    fast = record(f"{NUMBERS} --duration '5 ms' --burst '20 bar' --enclosure '50 L' --heat '30 kJ'")
    assert not fast["times"]["steady"]
    assert fast["bursts_at_most"] > 0.99
    assert fast["bounds"]["tnt_kg"]["chemical"] == pytest.approx(30e3 / 4.184e6)
    cold, hot = fast["bounds"]["enclosure_Pa"]
    assert 0.0 < cold < hot
    text = run(f"{NUMBERS} --duration '5 ms' --burst '20 bar' --enclosure '50 L'")
    assert "too slow for this gas" in " ".join(text.split())
    slow = record(f"{NUMBERS} --duration '0.5 s'")
    assert slow["times"]["steady"]
    assert slow["needed_area_m2"] == pytest.approx(0.01 * fast["needed_area_m2"], rel=1e-6)


def test_a_jet_pressure_is_warned_of_and_a_closed_casing_stays_closed():
    jet = record(NUMBERS.replace("'8 bar'", "'3320 Pa'"))
    assert any("outside, in its jet" in note for note in jet["notes"])
    assert jet["opening"]["vents"] is None
    assert jet["flow"] is None
    strong = record(NUMBERS.replace("'8 bar'", "'800 bar'"))
    assert strong["opening"]["stays_closed"] == pytest.approx(1.0)
    assert strong["flow"]["opened_s"] is None
    assert "stays closed" in run(NUMBERS.replace("'8 bar'", "'800 bar'"))


def test_without_an_opening_pressure_nothing_is_said_of_opening():
    line = NUMBERS.replace("--pressure '8 bar'", "")
    assert "is not known" in " ".join(run(line).split())
    found = record(line)
    assert found["opening"]["vents"] is None
    assert found["opening"]["stays_closed"] is None
    assert found["flow"] is None
    assert found["kind"] == "unknown"
    assert found["bounds"]["pressure_Pa"] > 1e6


def test_a_strength_that_is_not_given_never_leaves_a_casing_closed():
    little = NUMBERS.replace("20 mmol", "0.5 mmol")
    text = " ".join(run(little).split())
    assert "at most 100 % stay closed" in text
    assert "stays closed stays closed" not in text
    assert "not by its vent" in text
    assert "pressure at which the housing tears" in text
    both = " ".join(run(f"{little} --burst '20 bar'").split())
    assert "100 % stay closed" in both
    assert "at most 100 %" not in both


def test_gas_that_comes_slowly_makes_no_blast_and_dense_gas_is_told():
    slow = record(f"{NUMBERS} --burst '20 bar' --duration 10s --heat 30kJ")
    assert slow["times"]["steady"]
    assert slow["blast"] == []
    assert slow["bounds"]["opening_J"] < 0.5 * slow["bounds"]["brode_J"]
    fast = record(f"{NUMBERS} --burst '20 bar' --duration 5ms --heat 30kJ")
    row = fast["blast"][1]
    # 30 kJ are 7.17 g of TNT, 1 m a scaled distance of 5.19 m/kg^(1/3).
    assert 1e-3 * row["reaction_Pa"] == pytest.approx(40.6, rel=0.01)
    assert row["overpressure_Pa"] < row["reaction_Pa"]
    dense = " ".join(run(NUMBERS.replace("50 mL", "0.5 mL")).split())
    assert "more than any casing stands" in dense
    assert "as ideal gas, which is too low" in dense


def test_an_enclosure_that_may_burst_is_in_the_answer():
    found = record(f"{NUMBERS} --burst '20 bar' --enclosure '1 L'")
    assert "what it stands is not known" in answer_of(found)
    found["enclosure"]["burst_Pa"] = 1e4
    assert "it may burst" in answer_of(found)
    found["enclosure"]["burst_Pa"] = 1e7
    assert "it may burst" not in answer_of(found)


def test_cell_with_its_largest_timed_source():
    found = record("--example sulfide --area '20 mm2' --enclosure '1 m3'")
    assert "expected" in found["title"]
    assert found["flow"]["end_Pa"] == pytest.approx(101325.0, rel=1e-9)
    assert found["opening"]["time_s"][1] > 0.0
    assert found["enclosure"]["volume_m3"] == pytest.approx(1.0)
    assert found["flow"]["course"]["enclosure"]["hot_Pa"][-1] > 0.0


def test_api_520_from_numbers_and_from_a_gas():
    line = (
        "--api520 --flow '24270 kg/h' --temperature 348K --compressibility 0.9 "
        "--molar-mass '51 g/mol' --gamma 1.11 --pressure '670 kPa'"
    )
    assert 1e6 * record(line)["area_m2"] == pytest.approx(3699, abs=0.5)
    assert 1e6 * record(f"{line} --back '532 kPa'")["area_m2"] == pytest.approx(4248, abs=0.5)
    assert "3,699" in run(line)
    known = record("--api520 --gas H2 --flow '1 kg/h' --temperature 400K --pressure '5 bar'")
    assert known["inputs"]["molar_mass_kg_per_mol"] == pytest.approx(2.016e-3, rel=1e-3)
    assert known["inputs"]["heat_capacity_ratio"] == pytest.approx(1.4, abs=0.01)


def test_ranking_of_valves_is_that_of_the_file():
    found = record(f"--rank {example_ranking_path()}")
    assert found["schema"] == "davylamp.vent-rank/1"
    assert "oval" in run(f"--rank {example_ranking_path()}")


def test_page_holds_its_plots(tmp_path):
    page = tmp_path / "vent.html"
    run(f"{NUMBERS} --duration '5 ms' --enclosure '50 L' --html {page}")
    text = page.read_text(encoding="utf-8")
    for name in ("pressure", "flow", "thrust", "gases", "box"):
        assert f'id="{name}"' in text
    assert "time after the opening, ms" in text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (NUMBERS.replace("50 mL", "1e-30 mL"), "not within"),
        (NUMBERS.replace("600 degC", "100000 K"), "not within"),
        ("", "there is no gas"),
        ("--example sulfide --gas H2", "cannot be given together"),
        ("--example sulfide --amount '1 mol'", "cannot be used with a cell"),
        ("--example sulfide --source nothing", "no source of gas"),
        ("--gas H2 --temperature 600K --volume '1 mL'", "--amount is not given"),
        ("--gas H2 --amount '1 mol' --volume '1 mL'", "--temperature is not given"),
        ("--gas H2 --amount '1 mol' --temperature 600K", "--volume is not given"),
        (NUMBERS.replace("'50 mL'", "'-50 mL'"), "--volume -50 mL is not above zero"),
        (NUMBERS.replace("'50 mL'", "'50 kg'"), "--volume"),
        (NUMBERS.replace("H2:0.4", "Xx:0.4"), "no gas of the name"),
        (NUMBERS.replace("H2:0.4", "H2:-0.4"), "not above zero"),
        (NUMBERS.replace("H2:0.4", "CO2:0.4"), "twice"),
        (f"{NUMBERS} --discharge 1.5", "discharge coefficient"),
        (f"{NUMBERS} --flow '1 kg/h'", "cannot be used with --gas"),
        (f"{NUMBERS} --source x", "--source is of a cell"),
        ("--gas ','  --amount '1 mol' --temperature 600K --volume '1 mL'", "names no gas"),
        ("--api520 --flow '1 kg/h'", "API 520 needs"),
        ("--api520 --area '1 mm2'", "cannot be used with --api520"),
        ("--rank nowhere.yaml", "nowhere.yaml"),
        ("--rank x.yaml --area '1 mm2'", "cannot be used with --rank"),
        (f"{NUMBERS.replace(chr(39) + '60 mm2' + chr(39), '1mm2').replace('--area 1mm2', '')} "
         "--html x.html", "a page needs"),
    ],
)  # fmt: skip
def test_mistakes_are_told_in_words(line, words):
    with pytest.raises(DavylampError, match=words):
        run(line)
