"""The shipped cells, read with the library of the package."""

from __future__ import annotations

import pytest

from davylamp.cell import (
    Cell,
    anode_potential,
    cathode_state,
    example_path,
    list_examples,
    read_cell,
)
from davylamp.core.errors import InputError

STACKS = {
    "sulfide": ("Li", ["Li6PS5Cl"], "NCM811"),
    "garnet": ("Li", ["LLZTO"], "LiCoO2"),
    "polymer": ("Li", ["PEO-LiTFSI"], "LiFePO4"),
    "bilayer": ("Li-In", ["Li6PS5Cl", "Li3InCl6"], "NCM811"),
    "lagp": ("Li", ["LAGP"], "NCM811"),
}


@pytest.fixture(scope="module")
def cells() -> dict[str, Cell]:
    return {name: read_cell(example_path(name)) for name in list_examples()}


def test_five_cells_ship() -> None:
    assert list_examples() == tuple(sorted(STACKS))
    assert example_path("sulfide.yaml") == example_path("sulfide")
    with pytest.raises(InputError, match="no example 'lithium'") as caught:
        example_path("lithium")
    assert "sulfide" in (caught.value.remedy or "")


@pytest.mark.parametrize("name", sorted(STACKS))
def test_stack(cells: dict[str, Cell], name: str) -> None:
    cell = cells[name]
    layers = [layer.material.id for layer in cell.electrolyte]
    assert (cell.anode.material.id, layers, cell.cathode.active.material.id) == STACKS[name]


@pytest.mark.parametrize("name", sorted(STACKS))
def test_figures_are_complete_and_credible(cells: dict[str, Cell], name: str) -> None:
    balance = cells[name].balance
    lacking = {figure for figure, entry in balance.figures() if entry.value is None}
    # The pressing die of the laboratory cell has no mass or volume that says anything.
    casing = {"cell_mass", "cell_volume", "specific_energy_cell", "energy_density_cell"}
    assert lacking == (casing if name == "bilayer" else set())
    voltage = balance.average_voltage.in_unit("V")
    assert voltage is not None
    assert 3.0 < voltage < 4.1
    assert balance.n_to_p.value is not None
    assert balance.n_to_p.value > 1.0
    energy = balance.specific_energy_stack.in_unit("Wh/kg")
    assert energy is not None
    assert 5.0 < energy < 450.0
    assert not any("does not fit" in note or "imply" in note for note in balance.notes)


@pytest.mark.parametrize("name", sorted(STACKS))
def test_charged_cathode_has_lost_lithium(cells: dict[str, Cell], name: str) -> None:
    charged, discharged = cathode_state(cells[name], 1.0), cathode_state(cells[name], 0.0)
    assert charged.lithium < discharged.lithium
    assert charged.composition.get("Li", 0.0) == pytest.approx(charged.lithium)


def test_bilayer_counts_from_lithium_indium(cells: dict[str, Cell]) -> None:
    potential = anode_potential(cells["bilayer"].anode)
    assert potential is not None
    assert potential.low_V == pytest.approx(0.62)
    assert "Li6PS5Cl | Li3InCl6" in [contact.label for contact in cells["bilayer"].contacts]
