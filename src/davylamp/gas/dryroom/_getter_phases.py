"""Candidate phases of an oxide of a metal with H2S and moist air: measured energies alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from davylamp.core.composition import Composition
from davylamp.core.constants import (
    EV_PER_ATOM_IN_J_PER_MOL,
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_PRESSURE_PA,
)
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.store.load import load_kinetics, load_thermochemistry
from davylamp.thermo import Conditions, PhaseSet, phase_set

__all__ = ["computed_phases", "measured_gibbs_J_per_mol", "measured_phases"]

#: Gases that may form or be taken up; the rest of sulfur's do not matter near room temperature.
_GASES: Final = ("H2S", "H2O", "H2", "O2", "SO2", "S2", "CO2")
#: Added to the energy of carbon [J/mol]: carbon dioxide is not reduced near room temperature, and
#: much H2S in dry gas would do it without limit.
_NO_CARBON_J: Final = 1e6
_DIATOMIC: Final = {"H": "H2", "O": "O2"}


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    composition: Composition
    gibbs_J: float
    is_gas: bool
    kind: Kind
    origin: str


def measured_gibbs_J_per_mol(formula: str, temperature_K: float) -> tuple[float, Kind, str] | None:
    """Return the measured Gibbs energy of a solid or gas at 1 bar, its kind and source.

    None where the store has no measurement. Measured energies that the store keeps out of its own
    equilibria, because computed ones of the same family are not, count here.
    """
    data = load_thermochemistry()
    gas = data.gases.get(formula)
    if gas is not None:
        return _gas_gibbs_J(formula, temperature_K), gas.kind, gas.source
    key = Composition.parse(formula).reduced_key()
    wanted = Composition.parse(formula).atoms
    phase = data.measured.get(key) or data.reference.get(key)
    if phase is not None:
        value = float(phase.model.gibbs_J_per_mol(temperature_K, extrapolate=True))
        return value * wanted / phase.composition.atoms, phase.kind, phase.source
    if formula in data.elements:
        element = data.elements[formula]
        value = float(element.model.gibbs_J_per_mol(temperature_K, extrapolate=True))
        return value, element.kind, element.source
    for own in load_kinetics().getters:
        if own.composition.reduced_key() == key:
            return own.gibbs_J_per_mol(temperature_K), own.kind, own.source
    return None


def measured_phases(
    elements: Sequence[str], temperature_K: float, pressure_Pa: Mapping[str, float]
) -> PhaseSet:
    """Return the phases over some elements whose energies were measured.

    Raises
    ------
    MissingDatumError
        If the energy of an element is not known.
    """
    ordered = tuple(sorted(set(elements)))
    rows = [_element(element, temperature_K, pressure_Pa) for element in ordered]
    rows.extend(_solids(ordered, temperature_K))
    for species in _GASES:
        composition = Composition.parse(species)
        if species not in _DIATOMIC.values() and set(composition) <= set(ordered):
            gas = load_thermochemistry().gases[species]
            gibbs = _gas_gibbs_J(species, temperature_K, pressure_Pa)
            rows.append(_Row(species, composition, gibbs, True, gas.kind, gas.source))
    return _phase_set(ordered, rows, temperature_K, pressure_Pa)


def computed_phases(
    elements: Sequence[str], temperature_K: float, pressure_Pa: Mapping[str, float]
) -> PhaseSet:
    """Return the phases of the compound table, without computed hydroxides and hydrates."""
    first = Conditions("safety", temperature_K, {**pressure_Pa})
    found = phase_set(sorted(set(elements)), first)
    dropped = set()
    for row, name in enumerate(found.names):
        present = {el for el, n in zip(found.elements, found.amounts[row], strict=True) if n > 0}
        table = found.kinds[row] is Kind.COMPUTED and not found.is_gas[row] and len(present) > 1
        other = found.is_gas[row] and name not in _GASES
        if (table and present >= {"H", "O"}) or other:
            dropped.add(name)
    chosen = Conditions("safety", temperature_K, {**pressure_Pa}, exclude=frozenset(dropped))
    kept = phase_set(sorted(set(elements)), chosen)
    carbon = np.array([name == "C" for name in kept.names])
    raised = np.where(carbon, _NO_CARBON_J / EV_PER_ATOM_IN_J_PER_MOL, 0.0)
    return replace(kept, gibbs_eV=kept.gibbs_eV + raised)


def _solids(elements: tuple[str, ...], temperature_K: float) -> Iterator[_Row]:
    data, wanted = load_thermochemistry(), set(elements)
    for phase in (*data.measured.values(), *data.reference.values()):
        if len(phase.composition) > 1 and wanted.issuperset(phase.composition):
            gibbs = float(phase.model.gibbs_J_per_mol(temperature_K, extrapolate=True))
            yield _Row(phase.name, phase.composition, gibbs, False, phase.kind, phase.source)
    for own in load_kinetics().getters:
        if len(own.composition) > 1 and wanted.issuperset(own.composition):
            gibbs = own.gibbs_J_per_mol(temperature_K)
            yield _Row(own.name, own.composition, gibbs, False, own.kind, own.source)


def _element(element: str, temperature_K: float, pressure_Pa: Mapping[str, float]) -> _Row:
    name = _DIATOMIC.get(element)
    found = measured_gibbs_J_per_mol(element, temperature_K)
    if found is None:
        raise MissingDatumError(
            f"no Gibbs energy of the element {element} at temperature is stored",
            remedy="choose an oxide of another metal",
        )
    gibbs, kind, source = found
    if element == "C":
        gibbs += _NO_CARBON_J
    if name is None:
        return _Row(element, Composition({element: 1.0}), gibbs, False, kind, source)
    two = 2.0 * gibbs + _pressure_J(name, temperature_K, pressure_Pa)
    return _Row(name, Composition({element: 2.0}), two, True, kind, source)


def _gas_gibbs_J(
    species: str, temperature_K: float, pressure_Pa: Mapping[str, float] | None = None
) -> float:
    model = load_thermochemistry().gases[species].model
    value = float(model.gibbs_J_per_mol(temperature_K, extrapolate=True))
    return value + _pressure_J(species, temperature_K, pressure_Pa or {})


def _pressure_J(species: str, temperature_K: float, pressure_Pa: Mapping[str, float]) -> float:
    pressure = pressure_Pa.get(species, STANDARD_PRESSURE_PA)
    return GAS_CONSTANT_J_PER_MOL_K * temperature_K * math.log(pressure / STANDARD_PRESSURE_PA)


def _phase_set(
    elements: tuple[str, ...],
    rows: list[_Row],
    temperature_K: float,
    pressure_Pa: Mapping[str, float],
) -> PhaseSet:
    atoms = np.array([row.composition.atoms for row in rows])
    gibbs = np.array([row.gibbs_J for row in rows]) / (atoms * EV_PER_ATOM_IN_J_PER_MOL)
    missing = np.full(len(rows), np.nan)
    return PhaseSet(
        elements=elements,
        names=tuple(row.name for row in rows),
        amounts=np.array([[row.composition.get(el, 0.0) for el in elements] for row in rows]),
        gibbs_eV=gibbs,
        # Heats are not asked for: a getter is judged by Gibbs energy.
        enthalpy_eV=missing,
        volume_A3=missing,
        gap_min_eV=missing,
        gap_max_eV=missing,
        is_gas=np.array([row.is_gas for row in rows]),
        kinds=tuple(row.kind for row in rows),
        origins=tuple(row.origin for row in rows),
        conditions=Conditions("safety", temperature_K, {**pressure_Pa}),
    )
