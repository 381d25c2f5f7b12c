"""Heat capacity, size and conductivity of a whole cell."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.cell import Cell, example_path, list_examples, read_cell
from davylamp.core.composition import Composition
from davylamp.core.evidence import Kind
from davylamp.runaway._cell_layers import mixed_conductivity
from davylamp.runaway.cell_thermal import heat_capacity_of, thermal_properties
from davylamp.runaway.inventory import inventory
from davylamp.runaway.thermal_data import Number, conductivity_of, fusion_steps, heat_of
from davylamp.store.load import load_library, load_thermochemistry


def _example(name: str) -> Cell:
    return read_cell(example_path(name))


def test_lithium_melts_with_three_kilojoules_per_mole() -> None:
    (melting, boiling) = fusion_steps(load_thermochemistry().elements["Li"].model)
    assert melting.temperature_K - 273.15 == pytest.approx(180.5, abs=0.1)
    assert melting.heat_J_per_mol == pytest.approx(3000.0, abs=10.0)
    assert boiling.vaporises
    assert not melting.vaporises


def test_the_body_takes_up_the_melting_heat_of_all_its_lithium() -> None:
    found = inventory(_example("sulfide"))
    capacity, _, _ = heat_capacity_of(found)
    lithium = sum(portion.amount_mol or 0.0 for portion in found.portions if portion.name == "Li")
    (melting,) = [change for change in capacity.transitions if change.name == "Li melts"]
    assert melting.heat_J_per_kg * found.mass_kg == pytest.approx(2997.0 * lithium, rel=0.002)


def test_enthalpy_is_the_sum_of_the_materials() -> None:
    found = inventory(_example("sulfide"))
    capacity, _, _ = heat_capacity_of(found)
    model = load_thermochemistry().elements["Li"].model
    # Lithium alone over its melting, from the stored enthalpies.
    step = model.enthalpy_J_per_mol(np.array([600.0, 298.15]))
    lithium_J = float(step[0] - step[1])
    moles = sum(p.amount_mol or 0.0 for p in found.portions if p.name == "Li")
    others = 0.0
    grid = np.linspace(298.15, 600.0, 2001)
    for portion in found.portions:
        if portion.name != "Li":
            values = heat_of(portion.material, portion.composition, grid).value_J_per_kg_K
            others += portion.mass_kg * float(np.trapezoid(values, grid))
    total = float(capacity.enthalpy_J_per_kg(600.0)[0]) * found.mass_kg
    assert total == pytest.approx(moles * lithium_J + others, rel=2e-3)


@pytest.mark.parametrize("name", list_examples())
def test_every_example_has_plausible_properties(name: str) -> None:
    cell = _example(name)
    found = thermal_properties(cell, inventory(cell))
    assert 500.0 < found.heat_capacity.at(298.15) < 2000.0
    assert 800.0 < found.mass_kg / found.volume_m3 < 12000.0
    assert sum(found.shares.values()) == pytest.approx(1.0)
    # Layers in parallel conduct better than the same layers in series.
    assert found.conductivity.x_W_per_m_K > found.conductivity.z_W_per_m_K
    width, height, thickness = found.size_m
    assert width * height * thickness == pytest.approx(found.volume_m3, rel=1e-9)
    assert "by evidence" in found.heat_capacity.note


def test_what_is_missing_is_a_stand_in_that_shows() -> None:
    cell = _example("lagp")
    found = thermal_properties(cell, inventory(cell))
    assert any("heat capacity of housing" in item.what for item in found.unknown)
    assert found.kind is Kind.ASSUMED
    heat = heat_of(None, None, np.array([298.15]))
    assert not heat.found
    assert heat.kind is Kind.ASSUMED
    assert not conductivity_of(None).found


def test_pores_take_conductivity_away() -> None:
    solid = Number(2.0, Kind.MEASURED, (), "")
    poor = Number(0.5, Kind.MEASURED, (), "")
    dense = mixed_conductivity([(1.0, solid), (1.0, poor)], 0.0)
    assert dense.value == pytest.approx(1.0)
    assert mixed_conductivity([(1.0, solid), (1.0, poor)], 0.3).value == pytest.approx(0.7 / 1.15)
    assert dense.kind is Kind.ESTIMATED


def test_a_class_range_stands_for_an_oxide_without_a_value() -> None:
    number = conductivity_of(load_library()["LLZNO"])
    assert 1.0 < number.value < 2.2
    assert number.kind is Kind.ESTIMATED


def test_kopp_stands_in_for_a_solid_without_a_heat_capacity() -> None:
    heat = heat_of(None, Composition.parse("Li6PS5Cl"), np.array([298.15, 900.0]))
    per_mol = 6 * 20.5 + 16.3 + 5 * 21.9 + 24.4
    mass = Composition.parse("Li6PS5Cl").mass_g_per_mol / 1000.0
    assert heat.value_J_per_kg_K == pytest.approx([per_mol / mass] * 2)
    assert heat.kind is Kind.ESTIMATED
