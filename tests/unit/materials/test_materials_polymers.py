"""Polymers and salts: combustion by composition and facts as measured."""

from __future__ import annotations

import pytest

from davylamp.core.composition import Composition
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.materials import describe_polymer
from davylamp.materials.polymers import combustion_products


@pytest.mark.parametrize(
    ("formula", "products"),
    [
        ("CH4", {"CO2": 1.0, "H2O": 2.0, "O2": -2.0}),
        ("C2H4O", {"CO2": 2.0, "H2O": 2.0, "O2": -2.5}),
        ("C2H2F2", {"HF": 2.0, "CO2": 2.0, "O2": -2.0}),
        ("C3H3N", {"CO2": 3.0, "H2O": 1.5, "N2": 0.5, "O2": -3.75}),
        ("LiClO4", {"LiCl": 1.0, "O2": 2.0}),
        ("C2F4", {"CF4": 1.0, "CO2": 1.0, "O2": -1.0}),
        (
            "LiC2F6NO4S2",
            {"LiF": 1.0, "CF4": 1.25, "CO2": 0.75, "SO2": 2.0, "N2": 0.5, "O2": -0.75},
        ),
    ],
)
def test_products_balance(formula: str, products: dict[str, float]) -> None:
    composition = Composition.parse(formula)
    found = combustion_products(composition)
    assert found == pytest.approx(products)
    left = dict(composition)
    for name, moles in found.items():
        for element, amount in Composition.parse(name).items():
            left[element] = left.get(element, 0.0) - moles * amount
    assert max(abs(value) for value in left.values()) < 1e-9


@pytest.mark.parametrize("formula", ["LiPF6", "C4H12Si", "LiF2NO4S2"])
def test_no_agreed_products(formula: str) -> None:
    with pytest.raises(MissingDatumError):
        combustion_products(Composition.parse(formula))


def test_heat_from_the_enthalpy_of_formation() -> None:
    answer = describe_polymer("PEO")
    assert answer.combustion is not None
    # (-177.4 + 2 x 393.5 + 2 x 241.8) / 44.05 kJ/g
    assert answer.combustion.heat_J_per_g == pytest.approx(24.82e3, abs=30.0)
    assert answer.combustion.kind is Kind.ESTIMATED
    assert answer.combustion.oxygen_g_per_g == pytest.approx(2.5 * 31.998 / 44.053, rel=1e-4)
    assert answer.facts["decomposition_temperature"][0].value == pytest.approx(350.0)
    assert answer.facts["gas_onset_potential"]


def test_the_better_known_of_two_heats_is_taken() -> None:
    answer = describe_polymer("PMMA")
    assert answer.combustion is not None
    assert answer.combustion.heat_J_per_g == pytest.approx(25.0e3)
    assert "walters1998" in answer.combustion.heat_origin


def test_gross_heats_are_not_taken_for_net_ones() -> None:
    answer = describe_polymer("PMMA")
    assert answer.combustion is not None
    assert answer.combustion.heat_J_per_g != pytest.approx(26.8e3)
    assert any(datum.value == pytest.approx(26.8) for datum in answer.stored_combustion)


def test_oxygen_consumption_serves_an_organic_formula() -> None:
    answer = describe_polymer("C8H8")
    assert answer.combustion is not None
    # Polystyrene: 39.9 kJ/g net is common knowledge; the correlation is good to 6 %.
    assert answer.combustion.heat_J_per_g == pytest.approx(40.2e3, rel=0.01)
    assert answer.combustion.heat_uncertainty_J_per_g == pytest.approx(2.4e3, rel=0.02)
    assert answer.combustion.kind is Kind.ESTIMATED


@pytest.mark.parametrize("name", ["LiTFSI", "LiFSI", "LiPF6", "SIC-33"])
def test_what_was_not_measured_is_unknown(name: str) -> None:
    answer = describe_polymer(name)
    assert answer.combustion is None or answer.combustion.heat_J_per_g is None
    assert answer.kind is Kind.UNKNOWN
    assert any("combustion" in item.what and item.settle for item in answer.unknown)


def test_perchlorate_brings_oxygen() -> None:
    answer = describe_polymer("LiClO4")
    assert answer.combustion is not None
    assert answer.combustion.oxygen_g_per_g == pytest.approx(-0.6015, abs=1e-3)
    # LiClO4 -> LiCl + 2 O2 with the stored -381.0 and -408.3 to -408.6 kJ/mol.
    assert answer.combustion.heat_J_per_g == pytest.approx(258.0, abs=4.0)


def test_missing_facts_are_listed() -> None:
    answer = describe_polymer("PVDF")
    assert "reduction_potential" not in answer.facts
    assert any("lower edge" in item.what for item in answer.unknown)
