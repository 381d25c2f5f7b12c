"""Equilibrium with mixed gas and adiabatic temperature, against Cantera."""

from __future__ import annotations

import pytest
from scipy.optimize import brentq

from davylamp.runaway.ceiling import settle

ct = pytest.importorskip("cantera")

# The reference pressure of the polynomials is taken as 1 bar here and as 1 atm by Cantera: each is
# asked at its own, so that gases have the same activity.
_NAMES = ("CH4", "O2", "N2", "CO", "CO2", "H2", "H2O", "NH3", "HCN", "NO", "C2H4", "C2H6")
#: Fuel, oxygen and nitrogen [mol]: rich, so that it stays below 1800 K and many gases matter.
_MIXTURES = (
    {"CH4": 1.0, "O2": 0.8, "N2": 2.0},
    {"CH4": 1.0, "O2": 1.0, "N2": 5.0},
    {"C2H4": 1.0, "O2": 1.0, "N2": 3.0},
)
#: The same graphite on both sides; Cantera's own graphite.yaml holds another polynomial.
_GRAPHITE = """
phases:
- name: graphite
  thermo: fixed-stoichiometry
  elements: [C]
  species:
  - nasa_condensed.yaml/species: [C(gr)]
"""


def _gas() -> object:
    wanted = set(_NAMES)
    species = [s for s in ct.Species.list_from_file("nasa_gas.yaml") if s.name in wanted]
    return ct.Solution(thermo="ideal-gas", species=species)


@pytest.mark.parametrize("mixture", _MIXTURES)
def test_rich_flame_reaches_the_temperature_and_gas_of_cantera(mixture: dict[str, float]) -> None:
    gas = _gas()
    gas.TPX = 298.15, ct.one_atm, mixture  # type: ignore[attr-defined]
    moles = sum(mixture.values())
    start_J = gas.enthalpy_mole / 1000.0 * moles  # type: ignore[attr-defined]
    elements: dict[str, float] = {}
    for name, amount in mixture.items():
        for element, number in gas.species(name).composition.items():  # type: ignore[attr-defined]
            elements[element] = elements.get(element, 0.0) + number * amount
    names = frozenset(gas.species_names)  # type: ignore[attr-defined]

    def excess(temperature_K: float) -> float:
        return settle(elements, temperature_K, only=names).enthalpy_J() - start_J

    ours_K = brentq(excess, 600.0, 1800.0, xtol=1e-6)
    gas.equilibrate("HP")  # type: ignore[attr-defined]
    assert ours_K == pytest.approx(gas.T, abs=0.05)  # type: ignore[attr-defined]
    found = settle(elements, float(gas.T), only=names)  # type: ignore[attr-defined]
    total = sum(item.amount_mol for item in found.products)
    for item in found.products:
        share = gas[item.name].X[0]  # type: ignore[attr-defined]
        assert item.amount_mol / total == pytest.approx(share, rel=1e-4, abs=1e-8)


@pytest.mark.parametrize("temperature_K", [700.0, 900.0, 1100.0])
def test_soot_settles_beside_its_gas_as_in_cantera(temperature_K: float) -> None:
    gas = _gas()
    solid = ct.Solution(yaml=_GRAPHITE)
    mix = ct.Mixture([(gas, 1.0), (solid, 0.0)])
    mix.T, mix.P = temperature_K, ct.one_atm
    mix.species_moles = "CH4:1, O2:0.25, N2:0.5"
    mix.equilibrate("TP", rtol=1e-10)
    names = frozenset({*gas.species_names, "C"})  # type: ignore[attr-defined]
    found = settle({"C": 1.0, "H": 4.0, "O": 0.5, "N": 1.0}, temperature_K, only=names)
    ours = {item.name: item.amount_mol for item in found.products}
    soot = mix.species_moles[mix.species_index(1, "C(gr)")]
    assert ours["C"] == pytest.approx(soot, rel=1e-4)
    for name in ("H2", "CH4", "CO", "H2O"):
        theirs = mix.species_moles[mix.species_index(0, name)]
        assert ours[name] == pytest.approx(theirs, rel=1e-4)
