"""Flames keep elements and energy; Le Chatelier and ISO 10156 have their exact limits."""

from __future__ import annotations

import pytest

from davylamp.gas.burning import flame, iso_10156_lfl, le_chatelier, limits_at
from davylamp.gas.burning.products import burning_phase
from davylamp.gas.burning.warming import burgess_wheeler, heat_of_combustion_J_per_mol
from davylamp.gas.mixture import mixture_of
from davylamp.gas.species import find_species

MIXTURES = (
    {"H2": 1.0},
    {"H2": 0.5, "CO": 0.3, "CO2": 0.2},
    {"H2S": 0.7, "NH3": 0.3},
    {"CH4": 0.5, "HF": 0.2, "HCl": 0.2, "SO2": 0.1},
)


@pytest.mark.parametrize("parts", MIXTURES)
@pytest.mark.parametrize("ratio", [0.5, 1.0, 2.0])
def test_elements_and_energy_of_a_flame_close(parts: dict[str, float], ratio: float) -> None:
    found = flame(mixture_of(parts), ratio)
    phase = burning_phase(found.fresh)
    blend = {find_species(name).nasa: part for name, part in found.fresh.items()}
    phase.TPX = found.start_K, found.start_Pa, blend
    elements = {name: phase.elemental_mass_fraction(name) for name in phase.element_names}
    enthalpy, energy = phase.enthalpy_mass, phase.int_energy_mass
    scale = phase.cp_mass * 1000.0
    phase.equilibrate("HP")
    assert pytest.approx(found.temperature_K, rel=1e-6) == phase.T
    assert phase.enthalpy_mass == pytest.approx(enthalpy, abs=1e-6 * scale)
    for name, share in elements.items():
        assert phase.elemental_mass_fraction(name) == pytest.approx(share, rel=1e-9, abs=1e-12)
    phase.TPX = found.start_K, found.start_Pa, blend
    phase.equilibrate("UV")
    assert phase.int_energy_mass == pytest.approx(energy, abs=1e-6 * scale)
    assert pytest.approx(found.closed_Pa, rel=1e-6) == phase.P


@pytest.mark.parametrize(
    ("fuel", "heat"), [("H2", 241.8e3), ("CO", 283.0e3), ("CH4", 802.6e3), ("NH3", 316.8e3)]
)
def test_heat_of_combustion(fuel: str, heat: float) -> None:
    assert heat_of_combustion_J_per_mol(fuel) == pytest.approx(heat, rel=2e-3)


def test_le_chatelier_of_one_fuel_is_its_limit() -> None:
    assert le_chatelier({"H2": 3.0}, {"H2": 0.04}) == pytest.approx(0.04, rel=1e-14)


def test_iso_10156_without_inerts_and_with_nitrogen_is_le_chatelier() -> None:
    fuels, limits = {"H2": 0.3, "CH4": 0.2}, {"H2": 0.04, "CH4": 0.044}
    plain = le_chatelier(fuels, limits) / 0.5
    assert iso_10156_lfl(fuels, {}, limits, {}) == pytest.approx(plain, rel=1e-14)
    found = iso_10156_lfl(fuels, {"N2": 0.5}, limits, {"N2": 1.0})
    assert found == pytest.approx(plain, rel=1e-14)


def test_limits_come_back_at_room_temperature() -> None:
    for kelvin in (297.0, 299.5):
        found = limits_at("CH4", 0.05, 0.15, kelvin)
        assert found.lfl == pytest.approx(0.05, rel=2e-3)
        assert found.ufl == pytest.approx(0.15, rel=2e-3)
    assert burgess_wheeler(0.05, 298.15, 8e5) == pytest.approx(0.05, rel=1e-14)


def test_the_limit_at_a_temperature_reaches_the_limiting_flame_temperature() -> None:
    found = limits_at("CO", 0.109, 0.74, 450.0)
    assert found.lfl is not None
    assert found.ufl is not None
    lean = flame(mixture_of({"CO": 1.0}), share=found.lfl, temperature_K=450.0)
    rich = flame(mixture_of({"CO": 1.0}), share=found.ufl, temperature_K=450.0)
    assert lean.temperature_K == pytest.approx(found.lean_flame_K, abs=0.1)
    assert rich.temperature_K == pytest.approx(found.rich_flame_K, abs=0.1)
