"""What a name or a formula means, and where molecules are refused."""

from __future__ import annotations

import pytest

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.materials import decompose, hydrolyse
from davylamp.materials._subject import refuse_molecules, resolve
from davylamp.store.load import load_library


def test_a_name_means_the_material() -> None:
    subject = resolve("argyrodite") if "argyrodite" in load_library() else resolve("LPSCl")
    assert subject.material is not None
    assert subject.material.id == "Li6PS5Cl"
    assert resolve(subject.material).name == "Li6PS5Cl"


def test_a_formula_means_the_composition() -> None:
    subject = resolve("Li5.5PS4.5Cl1.5")
    assert subject.formula["S"] == pytest.approx(4.5)
    bare = resolve(Composition.parse("Li6PS5Cl"))
    assert bare.material is None
    assert bare.data("h2s_release") == ()


def test_a_formula_that_is_also_an_alias_means_the_formula() -> None:
    assert resolve("LiC6").formula == Composition.parse("LiC6")


def test_nonsense_is_refused_with_advice() -> None:
    with pytest.raises(InputError, match="did you mean"):
        resolve("LLZTOO")
    with pytest.raises(InputError):
        resolve("Xx3Y")


def test_a_material_without_a_formula_has_no_balance() -> None:
    with pytest.raises(MissingDatumError, match="no formula"):
        _ = resolve("SIC-33").formula


@pytest.mark.parametrize("name", ["PEO", "PAN", "LiTFSI", "LiFSI", "C2H4O"])
def test_molecules_are_refused(name: str) -> None:
    with pytest.raises(MissingDatumError, match="molecule"):
        refuse_molecules(resolve(name))
    with pytest.raises(MissingDatumError):
        hydrolyse(name, relative_humidity=0.3)
    answer = decompose(name)
    assert answer.temperature_K is None
    assert answer.gases == ()
    assert any("molecule" in item.what for item in answer.unknown)


@pytest.mark.parametrize("name", ["LiBH4", "Li2CO3", "LiClO4", "LiPF6", "Li2OHCl", "Li"])
def test_inorganic_solids_are_not(name: str) -> None:
    refuse_molecules(resolve(name))
