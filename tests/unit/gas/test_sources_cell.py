"""Sources of whole cells: potential, heating, opening."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from davylamp.cell import Cell, example_path, read_cell
from davylamp.core.composition import Composition
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.evidence import Kind
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources import (
    HeatRuns,
    fire_source,
    gas_sources,
    heating_sources,
    opened_sources,
    powder_area_m2,
    voltage_sources,
    wetted_gas,
)
from davylamp.gas.sources._place import OVERCHARGE_SHARE
from davylamp.runaway.inventory import inventory

_HYDRIDE = """
name: hydride
anode: {material: Li, thickness: 30 um}
electrolyte:
  - {material: Li2B12H12, thickness: 100 um, porosity: 5 %}
cathode:
  fractions: weight
  active: {material: LiCoO2, fraction: 70 %, particle_diameter: 5 um}
  catholyte: {material: LiBH4, fraction: 30 %}
  loading: 10 mg/cm2
  porosity: 15 %
casing: {type: pouch, area: 10 cm2}
operation: {voltage_min: 2.0 V, voltage_max: VOLTS, current: 0.1 mA/cm2, temperature: 25 degC}
"""


def _cell(tmp_path: Path, text: str) -> Cell:
    path = tmp_path / "cell.yaml"
    path.write_text(text, encoding="utf-8")
    return read_cell(path)


@cache
def _example(name: str) -> Cell:
    return read_cell(example_path(name))


@cache
def _heating(name: str) -> tuple[GasSource, ...]:
    return heating_sources(_example(name))


def _by_id(sources: tuple[GasSource, ...]) -> dict[str, GasSource]:
    found = {item.id: item for item in sources}
    assert len(found) == len(sources), "an id is given twice"
    return found


def test_powder_area_is_that_of_spheres() -> None:
    # One sphere of 2 m diameter: volume 4/3 pi, area 4 pi.
    volume = 4.0 / 3.0 * np.pi
    assert powder_area_m2(1000.0 * volume, 1000.0, 2.0) == pytest.approx(4.0 * np.pi)


def test_surface_gas_of_a_nickel_rich_cathode_is_a_range_by_area() -> None:
    cell = _example("sulfide")
    stock = inventory(cell)
    found = _by_id(voltage_sources(cell, stock))["voltage-cathode-surface"]
    portion = stock.at("cathode.active")
    assert portion is not None
    assert portion.material is not None
    area = powder_area_m2(portion.mass_kg, 1e3 * portion.material.require("density").value, 5e-6)
    low, high = found.drawn_mol([0.0, 1.0])["CO2"]
    assert low == pytest.approx(207e-6 * area, rel=1e-3)
    assert high == pytest.approx(513e-6 * area, rel=1e-3)
    # 4.25 V in use stays below the 4.4 V of the measurement: what comes in use is unknown.
    assert found.when is When.FAILING
    told = " ".join(item.what for item in found.unknown)
    assert "in use, at 4.25 V" in told
    assert "overcharge" in told
    assert "of toxic CO no more than" in told
    assert "than smooth spheres" in told
    assert found.kind is Kind.ESTIMATED


def test_a_measured_surface_comes_before_spheres(tmp_path: Path) -> None:
    text = example_path("sulfide").read_text(encoding="utf-8")
    own = (
        "active: {material: NCM811, fraction: 80 %, particle_diameter: 5 um, properties: "
        "{surface_area: 0.5 m2/g}}"
    )
    old = "active: {material: NCM811, fraction: 80 %, particle_diameter: 5 um}"
    assert old in text
    cell = _cell(tmp_path, text.replace(old, own))
    stock = inventory(cell)
    found = _by_id(voltage_sources(cell, stock))["voltage-cathode-surface"]
    portion = stock.at("cathode.active")
    assert portion is not None
    high = found.drawn_mol([1.0])["CO2"][0]
    assert high == pytest.approx(513e-6 * 500.0 * portion.mass_kg, rel=1e-3)
    assert any("0.5 m2/g" in note for note in found.notes)


def test_without_a_particle_size_the_amount_is_unknown() -> None:
    cell = _example("sulfide")
    bare = replace(cell, cathode=replace(cell.cathode, particle_diameter_m=None))
    found = _by_id(voltage_sources(bare, inventory(cell)))["voltage-cathode-surface"]
    assert found.mol == {}
    assert found.kind is Kind.UNKNOWN
    assert "particle_diameter" in found.unknown[0].what


def test_hydrides_give_hydrogen_above_2_and_3_3_volts(tmp_path: Path) -> None:
    def moments(volts: str) -> dict[str, When]:
        cell = _cell(tmp_path, _HYDRIDE.replace("VOLTS", volts))
        found = _by_id(voltage_sources(cell, inventory(cell, 0.5)))
        return {
            name: found[name].when
            for name in ("voltage-LiBH4-H2", "voltage-Li2B12H12-H2")
            if found[name].mol
        }

    both = moments("4.2 V")
    assert both == {
        "voltage-LiBH4-H2": When.USING,
        "voltage-Li2B12H12-H2": When.USING,
    }
    # LiCoO2 needs its potential, so that 3.3 V can only be missed from above in a test of places.
    cell = _cell(tmp_path, _HYDRIDE.replace("VOLTS", "4.2 V"))
    stock = inventory(cell)
    portion = stock.at("cathode.catholyte")
    assert portion is not None
    found = _by_id(voltage_sources(cell, stock))["voltage-LiBH4-H2"]
    assert found.mol["H2"] == pytest.approx(2.0 * (portion.amount_mol or 0.0))
    assert found.onset_V == pytest.approx(2.0)
    found.check_closure()


def test_peo_on_licoo2_gives_hydrogen_of_unknown_amount_from_4_2_volts(tmp_path: Path) -> None:
    text = _HYDRIDE.replace("Li2B12H12", "PEO-LiTFSI").replace("LiBH4", "PEO-LiTFSI")
    warm = _cell(tmp_path, text.replace("VOLTS", "4.3 V"))
    found = _by_id(voltage_sources(warm, inventory(warm)))["voltage-PEO-LiTFSI-H2"]
    assert found.when is When.USING
    assert found.onset_V == pytest.approx(4.2)
    assert found.mol == {}
    assert found.kind is Kind.UNKNOWN
    assert "how much H2" in found.unknown[0].what
    cool = _cell(tmp_path, text.replace("VOLTS", "4.1 V"))
    later = _by_id(voltage_sources(cool, inventory(cool)))["voltage-PEO-LiTFSI-H2"]
    assert later.when is When.FAILING


def test_an_onset_that_no_test_reaches_is_unknown_and_told_once() -> None:
    # LiFePO4 goes to 3.7 V, its overcharge test to 4.07 V: below the 4.2 V of PEO, but a charger
    # that does not stop goes on. PEO-LiTFSI is both separator and catholyte.
    cell = _example("polymer")
    found = [item for item in voltage_sources(cell, inventory(cell)) if "H2 of" in item.title]
    assert [item.id for item in found] == ["voltage-PEO-LiTFSI-H2"]
    (peo,) = found
    assert peo.kind is Kind.UNKNOWN
    assert "beyond the 4.07 V" in peo.unknown[0].what
    assert peo.per_mass_kg == pytest.approx(
        sum(item.mass_kg for item in inventory(cell).portions if item.name == "PEO-LiTFSI")
    )


def test_a_hydride_below_its_onset_keeps_its_ceiling(tmp_path: Path) -> None:
    # Sulfur goes to 2.8 V and its overcharge test to 3.08 V: below the 3.3 V of Li2B12H12.
    text = _HYDRIDE.replace("LiCoO2", "S").replace("VOLTS", "2.8 V").replace("2.0 V", "1.7 V")
    cell = _cell(tmp_path, text.replace("30 um", "100 um"))
    found = _by_id(voltage_sources(cell, inventory(cell)))["voltage-Li2B12H12-H2"]
    assert found.when is When.FAILING
    assert found.mol["H2"] > 0.0
    assert found.basis is Basis.CEILING
    assert any("goes on beyond" in note for note in found.notes)


def test_gas_of_licoo2_is_judged_by_its_onsets(tmp_path: Path) -> None:
    cell = _cell(tmp_path, _HYDRIDE.replace("VOLTS", "4.2 V"))
    found = _by_id(voltage_sources(cell, inventory(cell)))
    assert found["voltage-cathode.active-CO2"].when is When.USING
    assert found["voltage-cathode.active-O2"].when is When.FAILING
    for name in ("voltage-cathode.active-CO2", "voltage-cathode.active-O2"):
        assert found[name].kind is Kind.UNKNOWN
        assert found[name].unknown


def test_chlorine_is_at_most_half_a_mole_per_electron() -> None:
    cell = _example("bilayer")
    stock = inventory(cell)
    found = _by_id(voltage_sources(cell, stock))["voltage-Li3InCl6-Cl2"]
    most = OVERCHARGE_SHARE * stock.capacity_C / (2.0 * FARADAY_C_PER_MOL)
    # Separator and catholyte share the charge: once, not each.
    assert found.mol["Cl2"] == pytest.approx(most)
    assert sum("Cl2" in item.mol for item in voltage_sources(cell, stock)) == 1
    assert found.onset_V == pytest.approx(4.3)
    assert found.when is When.FAILING
    found.check_closure()


def test_lattice_oxygen_by_four_electrons() -> None:
    cell = _example("sulfide")
    stock = inventory(cell)
    found = _by_id(voltage_sources(cell, stock))["voltage-cathode-lattice"]
    most = OVERCHARGE_SHARE * stock.capacity_C / (4.0 * FARADAY_C_PER_MOL)
    assert found.mol["O2"] == pytest.approx(most)
    assert found.left_mol["Li"] == pytest.approx(4.0 * most)
    found.check_closure()
    assert "voltage-cathode-lattice" not in _by_id(
        voltage_sources(_example("polymer"), inventory(_example("polymer")))
    )


def test_a_given_ceiling_and_given_tests_are_not_worked_out_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from davylamp.runaway.abuse import AbuseTest, run_test
    from davylamp.runaway.ceiling import heat_ceiling

    cell = _example("sulfide")
    ceiling = heat_ceiling(cell, pairs=False)
    test = run_test(cell, AbuseTest("arc"))
    before = [item.mol for item in _heating("sulfide")]

    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("worked out a second time")

    monkeypatch.setattr("davylamp.runaway.ceiling.heat_ceiling", never)
    monkeypatch.setattr("davylamp.runaway.abuse.run_test", never)
    given = heating_sources(cell, runs=HeatRuns(ceiling, (test,)))
    assert [item.mol for item in given] == before
    none = heating_sources(cell, runs=HeatRuns(ceiling, ()))
    assert not any(item.history for item in none)


def test_history_of_a_run_ends_at_its_amounts_and_never_falls() -> None:
    runs = [item for item in _heating("sulfide") if item.id.startswith("heating-run")]
    assert [item.id for item in runs] == ["heating-run-arc", "heating-run-arc-1"]
    for item in runs:
        assert item.basis is Basis.EXPECTED
        assert item.history is not None
        assert np.all(np.diff(item.history.time_s) >= 0.0)
        for name, values in item.history.released_mol.items():
            assert np.all(np.diff(values) >= 0.0), name
            assert values[-1] == pytest.approx(item.mol[name], rel=1e-9)
    # Steps of unknown rate at once say nothing about time.
    assert runs[0].duration_s is not None
    assert runs[1].duration_s is None
    assert any("rates are missing" in gap.what for gap in runs[1].unknown)


@pytest.mark.parametrize("test", ["overcharge", "oven"])
def test_runs_in_which_little_reacts_balance_too(test: str) -> None:
    from davylamp.gas.sources import run_sources
    from davylamp.runaway.abuse import run_test

    result = run_test(_example("sulfide"), test)
    found = run_sources(result)
    assert len(found) == len(result.outcomes)
    for source, outcome in zip(found, result.outcomes, strict=True):
        source.check_closure(1e-9)
        for name, amount in source.mol.items():
            end = float(outcome.curve.gases_mol[name][-1])
            assert amount == pytest.approx(end, rel=1e-6, abs=1e-15)
        if "at once" in outcome.label:
            assert source.duration_s is None


def test_a_lumped_network_gives_no_gas_but_says_so() -> None:
    from davylamp.gas.sources import run_sources
    from davylamp.runaway.abuse import run_test
    from davylamp.runaway.networks import liquid_body

    (found,) = run_sources(run_test(liquid_body(), "arc"))
    assert found.mol == {}
    assert any("not balanced" in note for note in found.notes)
    assert any("none of them names any" in item.what for item in found.unknown)


def test_sulfur_dioxide_and_carbon_oxides_of_a_sulfide_cell() -> None:
    found = _by_id(_heating("sulfide"))
    assert {"SO2", "CO2", "CO", "H2S", "HCl"} <= set(found["heating-contacts"].mol)
    assert found["heating-everything"].mol["CO"] > found["heating-everything"].mol["CO2"]
    assert "heating-fire" not in found


def test_a_cell_that_stays_cold_gives_gas_in_a_fire() -> None:
    found = _by_id(_heating("lagp"))
    fire = found["heating-fire"]
    assert fire.total_mol > found["heating-everything"].total_mol
    assert "HF" in fire.mol
    from davylamp.runaway.ceiling import heat_ceiling

    hotter = fire_source(heat_ceiling(_example("lagp"), pairs=False), 1500.0)
    assert hotter.temperature_K == pytest.approx(1500.0)
    hotter.check_closure()


def test_polymers_and_their_fluorine_count_once_for_the_whole_cell() -> None:
    found = _by_id(gas_sources(_example("polymer"), runs=HeatRuns(tests=())))
    bound, gas = found["bound-HF"], found["heating-polymer-PEO-LiTFSI"]
    stock = inventory(_example("polymer"))
    fluorine = stock.elements_mol["F"]
    assert bound.mol == {"HF": pytest.approx(fluorine)}
    assert bound.basis is Basis.CEILING
    assert bound.mol["HF"] >= gas.mol["HF"] > 0.0
    assert {"CH4", "CO2", "H2S"} <= set(gas.mol)
    mass = sum(item.mass_kg for item in stock.portions if item.name == "PEO-LiTFSI")
    assert gas.per_mass_kg == pytest.approx(mass)
    for name in ("heating-contacts", "heating-everything"):
        assert found[name].mol.get("HF", 0.0) <= fluorine * (1.0 + 1e-9)


def test_gas_by_equilibrium_is_not_called_a_ceiling() -> None:
    # The run of the garnet gives oxygen where equilibrium gives nothing.
    found = _by_id(_heating("garnet"))
    assert found["heating-everything"].mol == {}
    assert found["heating-run-arc"].mol["O2"] > 0.0
    for name in ("sulfide", "polymer", "lagp", "garnet"):
        for item in _heating(name):
            assert item.basis is Basis.EXPECTED, item.id
            if not item.id.startswith("heating-run"):
                assert any("not a bound" in note for note in item.notes), item.id
    sulfide = _by_id(_heating("sulfide"))["heating-everything"]
    assert any("SO2 0.14 mol" in item.what for item in sulfide.unknown)


@pytest.mark.parametrize(
    ("formula", "gases"),
    [
        ("Li3P", {"PH3": 1.0}),
        ("Li3As", {"AsH3": 1.0}),
        ("Li3N", {"NH3": 1.0}),
        ("Li2S", {"H2S": 1.0}),
        ("Li2C2", {"C2H2": 1.0}),
        ("LiC6", {"H2": 0.5}),
        ("LiH", {"H2": 1.0}),
        ("LiBH4", {"H2": 4.0}),
        ("Li", {"H2": 0.5}),
        ("LiAl", {"H2": 2.0}),
        ("Li15Ge4", {"GeH4": 3.75}),
        ("LiP", {"PH3": 1.0 / 3.0}),
        ("Li2O", {}),
        ("LiCl", {}),
    ],
)
def test_gas_of_what_lithium_has_made_when_water_reaches_it(
    formula: str, gases: dict[str, float]
) -> None:
    assert wetted_gas(Composition.parse(formula)) == pytest.approx(gases)


def test_reduced_sulfide_gives_phosphine_and_the_metal_hydrogen() -> None:
    found = _by_id(opened_sources(inventory(_example("sulfide"))))
    reduced = found["opened-reduced"]
    assert reduced.mol["H2S"] / reduced.mol["PH3"] == pytest.approx(5.0, rel=1e-6)
    metal = found["opened-lithium"]
    assert all(item.kind is metal.kind for item in metal.amounts.values())
    # 24.0 mmol of aluminium foil, three electrons each.
    assert any("0.036 mol of H2 more" in item.what for item in metal.unknown)
    lithium = metal.consumed_mol["H2O"]
    assert metal.mol["H2"] == pytest.approx(0.5 * lithium)


def test_an_arsenic_electrolyte_gives_arsine(tmp_path: Path) -> None:
    text = _HYDRIDE.replace("LiBH4", "Li6PS5Cl").replace("Li2B12H12", "Li6AsS5I")
    cell = _cell(tmp_path, text.replace("VOLTS", "4.2 V"))
    found = _by_id(opened_sources(inventory(cell)))
    assert found["opened-reduced"].mol["AsH3"] > 0.0
    found["opened-reduced"].check_closure()


def test_an_empty_cell_holds_less_lithium() -> None:
    cell = _example("sulfide")
    full, empty = (
        _by_id(opened_sources(inventory(cell, soc)))["opened-lithium"].mol["H2"]
        for soc in (1.0, 0.0)
    )
    assert empty < full


def test_humidity_that_is_not_given_is_unknown(tmp_path: Path) -> None:
    cell = _cell(tmp_path, _HYDRIDE.replace("VOLTS", "4.2 V"))
    found = _by_id(gas_sources(cell, runs=HeatRuns(tests=())))
    making = found["moisture-making-LiBH4"]
    assert making.mol == {}
    assert making.kind is Kind.UNKNOWN
    assert "dew_point" in making.unknown[0].settle


def test_a_cell_without_masses_says_so(tmp_path: Path) -> None:
    text = _HYDRIDE.replace("VOLTS", "4.2 V").replace("loading: 10 mg/cm2", "thickness: 50 um")
    text = text.replace("  porosity: 15 %\n", "")
    (found,) = gas_sources(_cell(tmp_path, text))
    assert found.kind is Kind.UNKNOWN
    assert found.unknown


def test_record_is_json() -> None:
    import json

    found = gas_sources(_example("lagp"), runs=HeatRuns(tests=()))
    again = json.loads(json.dumps([item.record() for item in found]))
    assert [item["id"] for item in again] == [item.id for item in found]
    assert all(item["kind"] == "unknown" or item["unknown"] for item in again)


def test_liquids_evaporate_together_and_their_salt_gives_hf_and_perhaps_pof3() -> None:
    from davylamp.gas.sources import organic_sources, toxic_bounds
    from davylamp.runaway.ceiling import liquid_cell

    cell = _example("sulfide")
    stock = liquid_cell(cell, inventory(cell))
    vapour = _by_id(organic_sources(stock))["heating-vapour"]
    portions = {name: stock.at(f"liquid.{name}") for name in ("EC", "DMC", "LiPF6")}
    moles = {name: 0.0 if p is None else p.amount_mol or 0.0 for name, p in portions.items()}
    assert vapour.mol == {name: pytest.approx(moles[name]) for name in ("EC", "DMC")}
    vapour.check_closure()
    found = _by_id(toxic_bounds(stock))
    assert found["bound-HF"].mol["HF"] == pytest.approx(stock.elements_mol["F"])
    assert stock.elements_mol["F"] > 6.0 * moles["LiPF6"] > 0.0
    assert found["bound-POF3"].mol["POF3"] == pytest.approx(
        min(stock.elements_mol["P"], stock.elements_mol["F"] / 3.0)
    )


@pytest.mark.parametrize(("anode", "word"), [("Si", "SiH4"), ("graphite", ""), ("Li-Al", "")])
def test_lithium_in_a_host_meets_water_too(tmp_path: Path, anode: str, word: str) -> None:
    text = _HYDRIDE.replace("VOLTS", "4.2 V").replace("Li2B12H12", "LLZTO")
    cell = _cell(tmp_path, text.replace("material: Li,", f"material: {anode},"))
    found = _by_id(opened_sources(inventory(cell)))["opened-lithium"]
    found.check_closure()
    assert set(found.mol) == {"H2"}
    lithium = sum(
        (item.composition or {}).get("Li", 0.0) * (item.amount_mol or 0.0)
        for item in inventory(cell).portions
        if item.role == "anode"
    )
    # Aluminium dissolves in the hydroxide and makes more.
    more = found.mol["H2"] / (0.5 * lithium)
    assert (more > 1.5) if anode == "Li-Al" else more == pytest.approx(1.0)
    assert any(word in item.what for item in found.unknown)


def test_every_gas_of_the_question_appears_where_chemistry_says_so(tmp_path: Path) -> None:
    found: set[str] = set()
    for name in ("sulfide", "polymer", "lagp", "bilayer"):
        for source in gas_sources(_example(name), runs=HeatRuns(tests=())):
            found |= set(source.mol)
    air = "surroundings: {atmosphere: dry room, dew_point: -40 degC}\n"
    for name in ("Li6AsS5I", "LiBH4", "Li3N", "Li3YBr6", "Li6PS5I"):
        text = _HYDRIDE.replace("VOLTS", "4.2 V").replace("Li2B12H12", name)
        cell = _cell(tmp_path, text.replace("LiBH4", name) + air)
        for source in gas_sources(cell, runs=HeatRuns(tests=())):
            found |= set(source.mol)
    wanted = {
        "H2", "H2S", "HCl", "HF", "HBr", "HI", "NH3", "PH3", "AsH3", "O2", "SO2", "Cl2", "CO",
        "CO2", "CH4", "C2H2", "C2H4", "C2H6", "H2O", "N2",
    }  # fmt: skip
    assert wanted <= found


def test_a_sulfur_cathode_gives_hydrogen_sulfide_when_it_is_opened(tmp_path: Path) -> None:
    text = _HYDRIDE.replace("LiCoO2", "S").replace("VOLTS", "2.8 V").replace("2.0 V", "1.7 V")
    text = text.replace("LiBH4", "Li3PS4").replace("Li2B12H12", "Li3PS4")
    cell = _cell(tmp_path, text.replace("30 um", "100 um"))
    for soc in (1.0, 0.0):
        stock = inventory(cell, soc)
        found = _by_id(opened_sources(stock))["opened-cathode"]
        portion = stock.at("cathode.active")
        assert portion is not None
        assert portion.composition is not None
        sulfur = portion.composition["S"] * (portion.amount_mol or 0.0)
        assert found.mol == {"H2S": pytest.approx(sulfur)}
        found.check_closure()


@pytest.mark.parametrize("name", ["sulfide", "polymer", "lagp", "bilayer", "garnet"])
def test_a_source_is_no_better_known_than_its_amounts(name: str) -> None:
    stock = inventory(_example(name))
    weights = {item.name: item.kind.rank for item in stock.portions}
    found = gas_sources(_example(name), runs=HeatRuns(tests=()))
    titles = [item.title for item in found]
    assert len(set(titles)) == len(titles)
    for item in found:
        assert item.amounts or item.unknown, item.id
        for amount in item.amounts.values():
            assert item.kind.rank >= amount.kind.rank, item.id
        solid = item.id.rpartition("-")[2]
        if solid in weights and item.id.startswith(("moisture", "water", "acid")):
            assert item.kind.rank >= weights[solid], item.id
