"""Parts of the ceiling of heat: reactants, separator, liquid, names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from davylamp.cell import Cell, example_path, read_cell
from davylamp.cli.main import app
from davylamp.core.errors import InputError, MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind
from davylamp.runaway.ceiling import heat_ceiling, liquid_cell, reactant_of, settle, with_liquid
from davylamp.runaway.ceiling.accidents import separator_intact
from davylamp.runaway.ceiling.liquid import BASELINE, pore_volume_m3
from davylamp.runaway.ceiling.mixture import Compartment
from davylamp.runaway.ceiling.vapours import vapours
from davylamp.runaway.inventory import inventory
from davylamp.store.load import load_thermochemistry
from davylamp.store.user import UserPhase


def _example(name: str) -> Cell:
    return read_cell(example_path(name))


def _edited(tmp_path: Path, name: str, *changes: tuple[str, str]) -> Cell:
    text = example_path(name).read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / "cell.yaml"
    path.write_text(text, encoding="utf-8")
    return read_cell(path)


def test_every_enthalpy_says_how_it_is_known() -> None:
    found = {r.portion.field: r for r in map(reactant_of, inventory(_example("sulfide")).active)}
    assert found["anode"].enthalpy_J == pytest.approx(0.0)
    assert found["anode"].kind is Kind.MEASURED
    assert found["electrolyte.0"].kind is Kind.COMPUTED
    assert found["cathode.binder"].kind is Kind.ESTIMATED
    assert "open-circuit" in found["cathode.active"].basis
    assert found["cathode.active"].unknown


def test_a_doped_garnet_is_taken_as_its_most_stable_mixture_and_says_so() -> None:
    found = {r.portion.field: r for r in map(reactant_of, inventory(_example("garnet")).active)}
    assert any("own decomposition" in item.what for item in found["electrolyte.0"].unknown)
    alone = Compartment((found["electrolyte.0"],)).heat_J()
    assert alone == pytest.approx(0.0, abs=1e-6)


def test_a_phase_of_the_users_own_closes_the_gap() -> None:
    (layer,) = [p for p in inventory(_example("garnet")).active if p.field == "electrolyte.0"]
    assert layer.composition is not None
    stored = reactant_of(layer)
    own = UserPhase("LLZTO", layer.composition, -3.0, volume_A3=11.0)
    found = reactant_of(layer, (own,))
    assert stored.unknown
    assert not found.unknown
    per_atom = (found.enthalpy_J or 0.0) / (layer.amount_mol or 1.0) / layer.composition.atoms
    assert per_atom == pytest.approx(-3.0 * 96485.332, rel=1e-6)


def test_steel_without_a_formula_only_takes_up_heat() -> None:
    answer = heat_ceiling(_example("bilayer"), pairs=False)
    steel = [r for r in answer.reactants if r.portion.name == "stainless-steel"]
    assert len(steel) == 2
    assert not any(r.reacts for r in steel)
    assert any("stainless-steel" in item.what for item in answer.unknown)


def test_a_lithiated_host_lies_below_lithium_by_its_voltage() -> None:
    stock = inventory(_example("bilayer"))
    host = stock.at("anode")
    assert host is not None
    assert host.composition is not None
    answer = reactant_of(host)
    assert answer.enthalpy_J is not None
    per_lithium = answer.enthalpy_J / (host.amount_mol or 1.0) / host.composition["Li"]
    # 0.62 V against lithium.
    assert per_lithium == pytest.approx(-0.62 * 96485.332, rel=1e-6)


def test_the_front_of_a_separator_is_where_most_heat_is() -> None:
    cell = _example("sulfide")
    reactants = [reactant_of(portion) for portion in inventory(cell).active]
    (anode, cathode), place = separator_intact(cell, reactants)
    assert 0.0 <= place <= 1.0
    best = anode.heat_J() + cathode.heat_J()
    whole = sum(r.portion.mass_kg for r in reactants)
    split = sum(r.portion.mass_kg for side in (anode, cathode) for r in side.reactants)
    assert split == pytest.approx(whole, rel=1e-12)
    fields = {r.portion.field for r in cathode.reactants}
    assert "anode" not in fields
    assert "cathode.active" not in {r.portion.field for r in anode.reactants}
    # No other place of the grid sets more free.
    assert best > 0.0


def test_inert_collectors_leave_less_heat() -> None:
    cell = _example("sulfide")
    with_foils = heat_ceiling(cell, pairs=False)
    without = heat_ceiling(cell, pairs=False, collectors=False)
    assert without.everything.heat_J < with_foils.everything.heat_J
    assert without.everything.mass_kg == pytest.approx(with_foils.everything.mass_kg)
    assert not any(r.portion.role == "collector" for r in without.reactants)


def test_liquid_fills_the_pores_by_volume() -> None:
    cell = _example("sulfide")
    stock = inventory(cell)
    wet = with_liquid(cell, stock, 0.25)
    added = wet.mass_kg - stock.mass_kg
    density = BASELINE.density_kg_per_m3.value
    assert added == pytest.approx(0.25 * pore_volume_m3(cell, stock) * density, rel=1e-12)
    with pytest.raises(InputError, match="between 0 and 1"):
        with_liquid(cell, stock, 1.5)


def test_the_liquid_cell_has_the_same_cathode_and_capacity() -> None:
    cell = _example("sulfide")
    stock = inventory(cell)
    other = liquid_cell(cell, stock)
    assert other.capacity_C == pytest.approx(stock.capacity_C)
    mine, theirs = stock.at("cathode.active"), other.at("cathode.active")
    assert mine == theirs
    graphite = other.at("anode")
    assert graphite is not None
    assert graphite.composition is not None
    assert graphite.amount_mol is not None
    plated = stock.at("anode.plated")
    assert plated is not None
    taken = graphite.composition["Li"] * graphite.amount_mol
    assert taken == pytest.approx(plated.amount_mol, rel=1e-9)
    assert 0.5 < graphite.composition["Li"] < 1.0


def test_a_cathode_without_lithium_has_no_liquid_twin(tmp_path: Path) -> None:
    cell = _edited(
        tmp_path, "sulfide", ("material: NCM811", "material: S"), ("3.0 V", "1.5 V"),
        ("4.25 V", "2.8 V"),
    )  # fmt: skip
    answer = heat_ceiling(cell, pairs=False)
    assert answer.liquid is None
    assert answer.against_liquid is None
    assert any("no liquid cell" in note for note in answer.notes)
    assert answer.everything.heat_J > 0.0


def test_a_cathode_of_unknown_lithium_content_has_no_ceiling(tmp_path: Path) -> None:
    cell = _edited(tmp_path, "sulfide", ("material: NCM811", 'material: "LiNi0.90Mn0.10O2"'))
    with pytest.raises(MissingDatumError, match="lithium content"):
        heat_ceiling(cell, pairs=False)


def test_vapours_agree_with_the_boiling_of_lithium() -> None:
    _, vapour = vapours()["Li"]
    liquid = load_thermochemistry().elements["Li"].model
    # Where the reference data switch from liquid to gas both have the same Gibbs energy.
    gap = float(vapour.gibbs_J_per_mol(1621.7)) - float(liquid.gibbs_J_per_mol(1621.7))
    assert abs(gap) < 50.0


def test_an_unknown_element_or_temperature_is_refused() -> None:
    with pytest.raises(MissingDatumError):
        settle({"Xe": 1.0, "O": 1.0}, 500.0)
    with pytest.raises(OutsideValidityError, match="1800"):
        settle({"Li": 1.0}, 2500.0)


def _run(*words: str) -> str:
    result = CliRunner().invoke(app, ["ceiling", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_prints_tables_and_what_is_unknown() -> None:
    text = _run("--example", "sulfide", "--liquid-share", "0.1")
    for words in ("Where the heat comes from", "Not known", "external", "liquid, assumed", "J/Wh"):
        assert words in text


def test_the_command_prints_json() -> None:
    record = json.loads(_run("--example", "sulfide", "--liquid-share", "1", "--json"))
    assert record["schema"] == "davylamp.ceiling/1"
    everything = record["everything"]
    assert everything["heat_J"] == pytest.approx(sum(p["heat_J"] for p in record["pairs"]))
    assert everything["adiabatic_is_lower_bound"] is True
    assert {item["kind"] for item in record["reactants"]} >= {"measured", "computed", "estimated"}
    assert record["with_liquid"][0]["share"] == pytest.approx(1.0)
    assert record["liquid_cell"]["heat_J"] > 0.0
    assert record["unknown"]


def test_the_command_needs_one_cell() -> None:
    result = CliRunner().invoke(app, ["ceiling"])
    assert isinstance(result.exception, InputError)
    result = CliRunner().invoke(app, ["ceiling", "--example", "sulfide", "--soc", "1.5"])
    assert isinstance(result.exception, OutsideValidityError)
