"""The most of each toxic gas by the elements of a cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from davylamp.cell import example_path, read_cell
from davylamp.core.evidence import Kind
from davylamp.gas.source import Basis
from davylamp.gas.sources import BOUND_PREFIX, HeatRuns, gas_sources, toxic_bounds
from davylamp.gas.species import SPECIES
from davylamp.runaway.inventory import Inventory, inventory

_EXAMPLES = ("sulfide", "bilayer", "garnet", "lagp", "polymer")


def _stock(name: str) -> Inventory:
    return inventory(read_cell(example_path(name)))


def _elements(stock: Inventory) -> dict[str, float]:
    found: dict[str, float] = {}
    for item in stock.active:
        for element, number in (item.composition or {}).items():
            found[element] = found.get(element, 0.0) + number * (item.amount_mol or 0.0)
    return found


@pytest.mark.parametrize("name", _EXAMPLES)
def test_bounds_close_and_take_all_of_the_element(name: str) -> None:
    stock = _stock(name)
    there = _elements(stock)
    found = toxic_bounds(stock)
    for item in found:
        item.check_closure(1e-9)
        assert item.basis is Basis.CEILING
        assert item.unknown
        (species,) = item.mol
        assert item.id == BOUND_PREFIX + species
        gas = SPECIES[species].composition
        own = {el: n for el, n in gas.items() if el not in ("H", "O")}
        most = min(there[element] / number for element, number in own.items())
        assert item.mol[species] == pytest.approx(most, rel=1e-9)
    assert [item.id for item in found if there.get("S")][:1] == (
        ["bound-HF"] if there.get("F") and there.get("S") else
        ["bound-H2S"] if there.get("S") else []
    )  # fmt: skip


@pytest.mark.parametrize("name", _EXAMPLES)
def test_no_source_of_a_failing_cell_exceeds_the_bounds(name: str) -> None:
    cell = read_cell(example_path(name))
    most = {s: n for item in toxic_bounds(inventory(cell)) for s, n in item.mol.items()}
    for source in gas_sources(cell):
        if source.when.value != "failing":
            continue
        for species, amount in source.mol.items():
            if species in most:
                assert amount <= most[species] * (1.0 + 1e-9), (source.id, species)


def test_equilibrium_holds_far_less_of_a_toxic_gas_than_its_elements() -> None:
    cell = read_cell(example_path("sulfide"))
    found = {item.id: item for item in gas_sources(cell, runs=HeatRuns(tests=()))}
    most = {item.id: item for item in toxic_bounds(inventory(cell))}["bound-SO2"]
    # 27.8 mmol of Li6PS5Cl hold five sulfurs each.
    assert most.mol["SO2"] == pytest.approx(5 * 27.77e-3, rel=1e-3)
    assert most.mol["SO2"] > 1e6 * found["heating-everything"].mol["SO2"]


def test_hydrogen_of_the_cell_comes_first_and_then_water() -> None:
    stock = _stock("sulfide")
    found = {item.id: item for item in toxic_bounds(stock)}["bound-H2S"]
    hydrogen = _elements(stock)["H"]
    note = next(note for note in found.notes if "without water and air" in note)
    assert f"{0.5 * hydrogen:.3g} mol" in note
    # The sulfide holds no hydrogen of its own.
    assert found.consumed_mol["H2O"] == pytest.approx(found.mol["H2S"])


def test_oxygen_comes_from_air_where_the_cell_has_too_little() -> None:
    found = {item.id: item for item in toxic_bounds(_stock("sulfide"))}["bound-SO2"]
    assert found.consumed_mol["O2"] == pytest.approx(found.mol["SO2"])


def test_fluorine_of_coatings_and_halides_counts(tmp_path: Path) -> None:
    text = example_path("bilayer").read_text(encoding="utf-8")
    path = tmp_path / "cell.yaml"
    own = "coating: {material: LiF, thickness: 10 nm}\n  catholyte: {material: Li3InCl4.8F1.2,"
    path.write_text(text.replace("catholyte: {material: Li3InCl6,", own), encoding="utf-8")
    cell = read_cell(path)
    stock = inventory(cell)
    (found,) = toxic_bounds(stock, species=("HF",))
    coating = stock.at("cathode.coating")
    halide = stock.at("cathode.catholyte")
    assert coating is not None
    assert halide is not None
    expected = (coating.amount_mol or 0.0) + 1.2 * (halide.amount_mol or 0.0)
    assert found.mol["HF"] == pytest.approx(expected)
    assert coating.amount_mol


def test_a_cell_without_the_element_has_no_bound() -> None:
    assert toxic_bounds(_stock("garnet"), species=("HF", "H2S", "HCl")) == ()


def test_what_the_housing_and_solids_without_formula_add_is_unknown() -> None:
    found = toxic_bounds(_stock("sulfide"))[0]
    assert any("housing" in item.what for item in found.unknown)


def test_a_polymer_without_formula_leaves_the_bound_unknown_not_zero(tmp_path: Path) -> None:
    text = example_path("polymer").read_text(encoding="utf-8")
    path = tmp_path / "cell.yaml"
    path.write_text(text.replace("PEO-LiTFSI", "PVDF-LiFSI"), encoding="utf-8")
    cell = read_cell(path)
    (found,) = toxic_bounds(inventory(cell), species=("HF",))
    assert found.mol == {}
    assert found.kind is Kind.UNKNOWN
    assert "no formula" in found.unknown[0].what
    assert "bound-HF" in {item.id for item in gas_sources(cell, runs=HeatRuns(tests=()))}
    # A part that is known does not make the rest so.
    path.write_text(text.replace("material: PEO-LiTFSI, f", "material: PVDF-LiFSI, f"), "utf-8")
    (part,) = toxic_bounds(inventory(read_cell(path)), species=("HF",))
    assert part.mol["HF"] > 0.0
    assert part.kind is Kind.UNKNOWN
