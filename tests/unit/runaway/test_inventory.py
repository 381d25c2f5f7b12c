"""What a cell is made of at a state of charge."""

from __future__ import annotations

from pathlib import Path

import pytest

from davylamp.cell import Cell, example_path, list_examples, read_cell
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import MissingDatumError, OutsideValidityError
from davylamp.runaway.inventory import inventory


def _example(name: str) -> Cell:
    return read_cell(example_path(name))


@pytest.mark.parametrize("name", list_examples())
def test_charging_moves_lithium_and_changes_no_mass(name: str) -> None:
    cell = _example(name)
    empty, half, full = (inventory(cell, soc) for soc in (0.0, 0.5, 1.0))
    assert full.mass_kg == pytest.approx(empty.mass_kg, rel=1e-12)
    assert half.mass_kg == pytest.approx(empty.mass_kg, rel=1e-12)
    for element, moles in empty.elements_mol.items():
        assert full.elements_mol[element] == pytest.approx(moles, rel=1e-12)


@pytest.mark.parametrize("name", list_examples())
def test_formula_and_amount_give_the_mass(name: str) -> None:
    for portion in inventory(_example(name)).portions:
        if portion.composition is not None and portion.amount_mol is not None:
            mass = portion.amount_mol * portion.composition.mass_g_per_mol / 1000.0
            assert portion.mass_kg == pytest.approx(mass, rel=1e-12)


def test_masses_are_those_of_the_balance() -> None:
    cell = _example("sulfide")
    found = inventory(cell)
    coating = found.at("cathode.coating")
    assert coating is not None
    # The balance leaves out the coating; the cathode is heavier in nothing else.
    expected = cell.balance.cell_mass.value
    assert expected is not None
    assert found.mass_kg - coating.mass_kg == pytest.approx(expected, rel=1e-12)
    assert 0.0 < coating.mass_kg / found.mass_kg < 0.01


def test_plated_lithium_is_the_lithium_that_left_the_cathode() -> None:
    found = inventory(_example("sulfide"), 1.0)
    plated, cathode = found.at("anode.plated"), found.at("cathode.active")
    assert plated is not None
    assert plated.amount_mol is not None
    assert cathode is not None
    assert cathode.composition is not None
    assert cathode.amount_mol is not None
    left = (1.0 - cathode.composition["Li"]) * cathode.amount_mol
    assert plated.amount_mol == pytest.approx(left, rel=1e-12)


def test_a_host_takes_up_lithium_before_any_is_plated() -> None:
    found = inventory(_example("bilayer"), 1.0)
    host = found.at("anode")
    assert host is not None
    assert host.composition is not None
    assert host.composition["Li"] > 1.0
    assert found.at("anode.plated") is None


def test_charge_and_energy_grow_with_the_state_of_charge() -> None:
    cell = _example("sulfide")
    found = [inventory(cell, soc) for soc in (0.0, 0.25, 0.5, 1.0)]
    charges = [item.charge_C for item in found]
    energies = [item.electrical_energy_J or 0.0 for item in found]
    assert charges == sorted(charges)
    assert energies == sorted(energies)
    assert charges[0] == pytest.approx(0.0, abs=1e-9)
    assert energies[0] == pytest.approx(0.0, abs=1e-6)
    assert charges[-1] == pytest.approx(found[0].capacity_C, rel=1e-12)
    mean = energies[-1] / charges[-1]
    assert found[-1].voltage_empty_V is not None
    assert found[-1].voltage_V is not None
    assert found[-1].voltage_empty_V < mean < found[-1].voltage_V
    lithium = charges[-1] / FARADAY_C_PER_MOL
    assert 0.04 < lithium < 0.08


def test_an_area_of_unit_cells_multiplies_everything(tmp_path: Path) -> None:
    text = example_path("sulfide").read_text(encoding="utf-8")
    path = tmp_path / "cell.yaml"
    path.write_text(text.replace("unit_cells: 10", "unit_cells: 20"), encoding="utf-8")
    one, two = inventory(_example("sulfide")), inventory(read_cell(path))
    case = one.at("casing")
    assert case is not None
    stack = one.mass_kg - case.mass_kg
    assert two.mass_kg - case.mass_kg == pytest.approx(2.0 * stack, rel=1e-12)
    assert two.charge_C == pytest.approx(2.0 * one.charge_C, rel=1e-12)


def test_without_an_area_it_is_one_square_metre_and_says_so(tmp_path: Path) -> None:
    text = example_path("sulfide").read_text(encoding="utf-8")
    before, rest = text.split("casing:")
    path = tmp_path / "cell.yaml"
    path.write_text(before + "operation:" + rest.split("operation:")[1], encoding="utf-8")
    found = inventory(read_cell(path))
    assert found.basis == "m2"
    assert found.area_m2 == pytest.approx(1.0)
    assert any("square metre" in note for note in found.notes)
    assert found.at("casing") is None


def test_a_missing_housing_mass_is_unknown_not_zero() -> None:
    found = inventory(_example("bilayer"))
    assert any("housing" in item.what for item in found.unknown)
    assert found.at("casing") is None


def test_a_state_of_charge_out_of_range_is_refused() -> None:
    with pytest.raises(OutsideValidityError, match=r"1\.2"):
        inventory(_example("sulfide"), 1.2)


def test_an_anode_too_thin_for_a_sulfur_cathode_is_refused(tmp_path: Path) -> None:
    text = example_path("sulfide").read_text(encoding="utf-8")
    text = text.replace("material: NCM811", "material: S").replace(
        "thickness: 30 um", "thickness: 1 um"
    )
    path = tmp_path / "cell.yaml"
    path.write_text(text.replace("3.0 V", "1.5 V").replace("4.25 V", "2.8 V"), encoding="utf-8")
    cell = read_cell(path)
    # Sulfur is built in charged: all lithium has to come from the anode.
    assert inventory(cell, 1.0).at("anode.plated") is None
    with pytest.raises(OutsideValidityError, match="anode"):
        inventory(cell, 0.0)


def test_a_cathode_of_unknown_density_has_no_mass(tmp_path: Path) -> None:
    text = example_path("sulfide").read_text(encoding="utf-8")
    path = tmp_path / "cell.yaml"
    text = text.replace("material: Li6PS5Cl\n    thickness", "material: Li3AsS4\n    thickness")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MissingDatumError, match="electrolyte layer 1"):
        inventory(read_cell(path))
