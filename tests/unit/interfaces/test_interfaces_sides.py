"""How the two materials of a contact are named."""

from __future__ import annotations

import pytest

from davylamp.core import Composition, InputError
from davylamp.interfaces._sides import display_formula, side_of
from davylamp.store.load import load_library


@pytest.mark.parametrize(
    "formula",
    ["Li6PS5Cl", "Li7La3Zr2O12", "Li10GeP2S12", "LiCoO2", "LiFePO4", "LiBH4", "Li3InCl6"],
)
def test_formulas_are_written_as_people_write_them(formula: str) -> None:
    assert display_formula(Composition.parse(formula)) == formula


def test_a_library_name_brings_its_material() -> None:
    side = side_of("NMC811")
    assert side.name == "NCM811"
    assert side.material is load_library()["NCM811"]
    assert side.composition == load_library()["NCM811"].composition


def test_a_formula_is_kept_as_typed() -> None:
    assert side_of("Li1.3Al0.3Ti1.7(PO4)3").composition is not None
    side = side_of("Mg2 SiO4 ")
    assert side.formula in ("Mg2 SiO4", "Mg2SiO4")


def test_a_formula_of_another_composition_is_not_its_namesake() -> None:
    graphite = load_library()["graphite"]
    assert "LiC6" in graphite.aliases
    lithiated = side_of("LiC6")
    assert lithiated.material is None
    assert lithiated.composition == Composition.parse("LiC6")


def test_rounding_does_not_make_another_composition() -> None:
    assert side_of("LiNi0.33Co0.33Mn0.33O2").name == "NCM111"


def test_a_composition_a_mapping_and_a_material_are_taken() -> None:
    wanted = Composition.parse("Li3PS4")
    assert side_of(wanted).composition == wanted
    assert side_of({"Li": 3, "P": 1, "S": 4}).formula == "Li3PS4"
    assert side_of(load_library()["Li6PS5Cl"]).name == "Li6PS5Cl"


def test_lithium_is_seen_however_it_is_named() -> None:
    assert side_of("Li").is_lithium
    assert side_of("lithium metal").is_lithium
    assert not side_of("Li3N").is_lithium


def test_a_polymer_has_no_composition_to_react() -> None:
    side = side_of("PEO")
    assert side.material is not None
    assert side.formula == "" or side.composition is not None


def test_nonsense_says_what_to_write() -> None:
    with pytest.raises(InputError, match="neither a material of the library nor a formula") as seen:
        side_of("unobtainium")
    assert seen.value.remedy is not None
