"""``davylamp dryroom`` in this process: every question, as text and JSON, and mistakes."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from davylamp.cell import example_path
from davylamp.cli.main import app
from davylamp.core.errors import DavylampError

ROOM = "--volume '100 m3' --air-changes '30 1/h' --dew-point '-40 degC'"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "220")


def ask(line: str) -> str:
    done = CliRunner().invoke(app, ["dryroom", *shlex.split(line)])
    if done.exception is not None:
        raise done.exception
    return done.stdout


def answer(line: str) -> dict:
    record = json.loads(ask(f"{line} --json"), parse_constant=pytest.fail)
    assert record["schema"] == "davylamp.dryroom/1"
    return record


def test_humidity_in_every_measure():
    text = ask("--dew-point '-40 degC' --temperature '22 degC'")
    for words in ("12.84 Pa", "126.8 ppm", "−43.65 °C", "0.07885 g/kg", "0.09429 g/m³"):
        assert words in text
    record = answer("--ppm 0.5")
    assert record["water_Pa"] == pytest.approx(0.0506625)
    assert answer("--ppm '0.5 ppm'")["water_Pa"] == pytest.approx(0.0506625)
    assert answer("--absolute '0.1 g/m3'")["water_kg_per_m3"] == pytest.approx(1e-4)
    assert answer("--humidity-ratio '0.08 g/kg'")["humidity_ratio"] == pytest.approx(8e-5)


def test_right_down_to_minus_100_degC():
    text = ask("--dew-point '-100 degC'")
    assert "0.01388 ppm" in text
    assert "dew point over water  below −100 °C" in text
    assert answer("--ppm 0.001")["dew_point_K"] is None


def test_a_batch_with_and_without_a_rate():
    line = f"Li6PS5Cl --mass '1 kg' --time '30 min' {ROOM}"
    text = ask(line)
    assert "measured at a humidity that was not reported" in text
    assert "no rate data" in text
    assert "stays below" not in text.split("LFL")[0]
    record = answer(line)
    (batch,) = record["batches"]
    verdicts = {(g["species"], a["limit"]): a["verdict"] for g in batch["gases"]
                for a in g["limits"]}  # fmt: skip
    assert verdicts["H2S", "TWA"] == verdicts["HCl", "IDLH"] == "unknown"
    assert {item["species"] for item in batch["advice"]} == {"H2S", "HCl"}
    for item in batch["advice"]:
        assert item["air_flow_m3_per_s"] is None
        assert item["measure"]["settle"]


def test_a_batch_by_the_users_own_measurement():
    own = "--released '0.02 cm3/g' --released-in '8 h' --released-at '-40 degC'"
    (batch,) = answer(f"Li6PS5Cl --mass '1 kg' --time '30 min' {own} {ROOM}")["batches"]
    sulfide = next(gas for gas in batch["gases"] if gas["species"] == "H2S")
    assert {answer_["verdict"] for answer_ in sulfide["limits"]} == {"stays below"}
    assert sulfide["measured"][0]["measurement"]["id"] == "own"
    text = ask(f"Li6PS5Cl --mass '1 kg' --time '30 min' --limit 0.001 {own} {ROOM}")
    assert "own limit" in text


def test_a_cell_file_and_what_it_leaves_open():
    (batch,) = answer(f"--example sulfide --mass '1 kg' --time '30 min' {ROOM}")["batches"]
    assert batch["material"] == "Li6PS5Cl"
    assert batch["air"]["water_ppm"] == pytest.approx(126.8, abs=0.1)


def test_the_pressure_of_a_cell_file_stays_beside_another_dew_point(tmp_path: Path):
    text = example_path("sulfide").read_text("utf-8")
    assert "pressure: 1 atm" in text
    file = tmp_path / "cell.yaml"
    file.write_text(text.replace("  pressure: 1 atm", "  pressure: 0.8 atm"), "utf-8")
    room = answer(f"{file} --dew-point '-60 degC'")["batches"][0]["room"]
    assert room["pressure_Pa"] == pytest.approx(81060.0)
    assert room["temperature_K"] == pytest.approx(295.15)


def test_a_page(tmp_path: Path):
    path = tmp_path / "batch.html"
    ask(f"Li7P2S8I --mass '1 kg' --time '30 min' {ROOM} --html {path}")
    page = path.read_text("utf-8")
    assert "<h2" in page
    assert "Li7P2S8I" in page
    assert "unknown" in page


def test_the_bound_on_the_page_holds_for_a_solid_that_reacts_late(tmp_path: Path):
    """Water enough for all of 1 g comes within minutes; its gas may still come at the end."""
    page = tmp_path / "batch.html"
    ask(f"Li6PS5Cl --mass '1 g' --time '8 h' {ROOM} --html {page}")
    text = page.read_text("utf-8")
    plots = json.loads(text.split('id="plots">')[1].split("</script>")[0])
    (bound,) = (line for line in plots["gas-0-h2s"]["data"] if line["name"].startswith("bound"))
    assert bound["x"] == pytest.approx([0.0, 480.0])
    assert bound["y"] == pytest.approx([4.511, 4.511], rel=1e-3)


def test_getters_with_the_mass_for_a_sulfide():
    text = ask("--getters --dew-point '-40 degC' --oxide ZnO --oxide Al2O3")
    assert "ZnO + H2S → ZnS + H2O" in text
    assert "takes none" in text
    record = answer("Li6PS5Cl --getters --dew-point '-40 degC' --oxide ZnO --released '10 cm3/g'")
    assert record["getters"][0]["g_per_g"] == pytest.approx(10.0 / 304.6, rel=1e-3)
    whole = answer("Li6PS5Cl --getters --dew-point '-40 degC' --oxide ZnO")
    assert whole["h2s_cm3_per_g"] == pytest.approx(461.8, abs=0.5)


def test_the_water_load():
    line = ("--load --dew-point '-40 degC' --people 4 --leakage '20 m3/h' "
            "--supply-dew-point '-60 degC' --supply-flow '8000 m3/h'")  # fmt: skip
    text = ask(line)
    assert "400 g/h" in text
    assert "assumed" in text
    record = answer(line)
    assert record["supply_possible"] is True
    assert 3600.0 * record["supply_flow_m3_per_s"] == pytest.approx(7280.0, rel=0.01)


def test_a_glove_box():
    line = ("--glove-box --volume '1 m3' --leak '0.05 %/h' --purge '1 m3/h' --purge-ppm 0.5 "
            "--target-ppm 200")  # fmt: skip
    assert "209,460" in ask(line)
    gases = {gas["species"]: gas for gas in answer(line)["gases"]}
    # Purge of one volume an hour: (0.0005 x 209460 + 0.5) / 1.0005.
    assert gases["O2"]["steady_ppm"] == pytest.approx(105.2, abs=0.1)
    assert gases["O2"]["time_to_target_s"] == pytest.approx(3600 * 7.696 / 1.0005, rel=0.01)


def test_what_was_not_told_is_not_zero():
    text = ask("--load --dew-point '-40 degC' --people 2")
    assert text.count("not told, not counted") == 3
    assert answer("--load --dew-point '-40 degC' --leakage '0 m3/h'")["not_told"] == [
        "people", "fresh air", "process"]  # fmt: skip
    # Nothing leaks, so nothing changes; it does not rise to the air outside.
    closed = ask("--glove-box --volume '1 m3' --leak '0 %/h'")
    assert "as it starts" in closed
    assert "any clean one" in closed


def test_what_a_bound_takes_for_granted_is_told():
    line = f"Li6PS5Cl --mass '1 kg' --time '30 min' {ROOM}"
    assert "takes for granted" in ask(line)
    record = answer(line)["batches"][0]
    assert any("people" in words for words in record["assumptions"])
    # Levels of one name are told apart by their averaging time.
    levels = [item["averaging_s"] for item in record["gases"][0]["limits"]
              if item["limit"] == "AEGL-2"]  # fmt: skip
    assert sorted(levels) == [600.0, 1800.0]


def test_the_limit_that_allows_the_least_batch_is_told():
    line = ("Li6PS5Cl --mass '1 kg' --time '8 h' --volume '100 m3' --air-changes '30 1/h' "
            "--dew-point '-50 degC' --released '0.02 cm3/g' --released-in '8 h' "
            "--released-at '-50 degC'")  # fmt: skip
    (batch,) = answer(line)["batches"]
    masses = {item["limit"]: item["mass_kg"] for item in batch["advice"]
              if item["species"] == "H2S"}  # fmt: skip
    # 10 ppm of any moment: 0.041 mol, at 0.8 mmol/kg.
    assert masses["ceiling"] == pytest.approx(51.2, rel=0.01)
    assert masses["ceiling"] == min(masses.values())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "no humidity"),
        ("--humidity '140 %'", "140 %"),
        ("--dew-point '30 degC' --temperature '22 degC'", "above the temperature"),
        ("--dew-point '-40 degC' --ppm 3", "--dew-point and --ppm"),
        ("--dew-point wet", "--dew-point"),
        ("--ppm -3", "not possible"),
        (f"Li6PS5Cl --mass '1 kg' --time '30 min' {ROOM} --volume '-100 m3'", "not above 0"),
        (f"Li6PS5Cl --mass '-1 kg' --time '30 min' {ROOM}", "-1 kg"),
        (f"Unobtainium --mass '1 kg' --time '30 min' {ROOM}", "Unobtainium"),
        ("Li6PS5Cl --dew-point '-40 degC'", "--mass and no --time"),
        ("Li6PS5Cl --mass '1 kg' --time '1 h' --volume '9 m3' --ppm 1", "no supply of air"),
        ("Li6PS5Cl --mass '1 kg' --time '1 h' --air-changes '1 1/h' --ppm 1", "no volume"),
        (f"Li6PS5Cl --mass '1 kg' --time '1 h' {ROOM} --air-flow '3 m3/h'", "are given"),
        (f"Li6PS5Cl --mass '1 kg' --time '1 h' {ROOM} --released '1 cm3/g'", "dew point"),
        (f"Li6PS5Cl --mass '1 kg' --time '1 h' {ROOM} --issuer Nobody", "Nobody"),
        ("Li6PS5Cl --example sulfide --dew-point '-40 degC'", "give one of them"),
        ("--dew-point '-40 degC' --mass '1 kg'", "another question"),
        ("--dew-point '-40 degC' --html x.html", "--html"),
        ("--getters --load --dew-point '-40 degC'", "one question"),
        ("--getters", "no humidity"),
        ("LLZO --getters --dew-point '-40 degC'", "no sulfur"),
        ("--getters --oxide LiCoO2 --dew-point '-40 degC'", "one metal"),
        ("--load --dew-point '-40 degC' --people 1 --supply-dew-point '-30 degC'", "no drier"),
        ("--load --dew-point '-40 degC'", "--people"),
        ("--load --dew-point '-40 degC' --leakage '-3 m3/h'", "--leakage"),
        ("--dew-point '-40 degC' --pressure '0 Pa'", "pressure"),
        ("--glove-box --volume '1 m3' --leak '-1 %/h'", "--leak -1 %/h"),
        ("--glove-box --volume '1 m3' --leak '1 %/h' --purge '-1 m3/h'", "--purge"),
        ("--glove-box --volume '1 m3' --leak '1 %/h' --target-ppm -1", "--target-ppm"),
        ("--glove-box --volume '0 m3' --leak '1 %/h'", "--volume"),
        ("--getters --oxide ZnO --dew-point '-40 degC' --co2 '140 %'", "--co2"),
        (f"Li6PS5Cl --mass '1e30 kg' --time '1 h' {ROOM}", "does not fit"),
        (f"Li6PS5Cl --mass '1 kg' --time '0 s' {ROOM}", "exposure"),
        (f"PEO --mass '1 kg' --time '1 h' {ROOM}", "moist air"),
        ("--example sulfide --pressure '0 Pa'", "--pressure"),
        ("--example sulfide --volume '10 m3'", "--air-changes"),
        (
            f"Li6PS5Cl --mass '1 kg' --time '1 h' {ROOM} --gas HF --released '1 cm3/g' "
            "--released-in '1 h' --released-at '-40 degC'",
            "HF",
        ),
        ("--glove-box --leak '0.05 %/h'", "no volume"),
        ("--glove-box --volume '1 m3'", "no leak"),
        ("--glove-box --volume '1 m3' --leak '1 mm'", "--leak"),
        ("nowhere.yaml", "nowhere.yaml"),
    ],
)
def test_mistakes_are_told_in_words(line, words):
    with pytest.raises(DavylampError) as caught:
        ask(line)
    assert words in f"{caught.value.message} {caught.value.remedy}"
