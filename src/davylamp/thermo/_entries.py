"""Phases that do not come from the compound table: elements, gases, measured, estimated, user."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from davylamp.core.composition import Composition, CompositionKey
from davylamp.core.constants import (
    EV_PER_ATOM_IN_J_PER_MOL,
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_PRESSURE_PA,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, weakest
from davylamp.store.compounds import load_compounds
from davylamp.store.gibbs import RANGE_MARGIN_K
from davylamp.store.load import load_thermochemistry
from davylamp.thermo.conditions import Conditions
from davylamp.thermo.temperature import bartel_gibbs_eV, reduced_mass

if TYPE_CHECKING:
    from davylamp.store.thermochemistry import EstimatedPhase, Gas, GibbsModel, MeasuredPhase
    from davylamp.store.user import UserPhase

__all__ = ["Entry", "extra_entries"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One phase; energies per mole of atoms [eV/atom]."""

    name: str
    composition: Composition
    gibbs_eV: float
    enthalpy_eV: float
    kind: Kind
    origin: str
    volume_A3: float = np.nan
    gap_eV: tuple[float, float] = (np.nan, np.nan)
    is_gas: bool = False
    is_element: bool = False

    @property
    def key(self) -> CompositionKey:
        """Key shared by every multiple of the composition."""
        return self.composition.reduced_key()


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the store holds over some elements, by composition."""

    measured: tuple[tuple[CompositionKey, MeasuredPhase], ...]
    estimates: tuple[tuple[CompositionKey, EstimatedPhase], ...]
    gases: tuple[tuple[CompositionKey, Gas], ...]


@lru_cache(maxsize=256)
def _stored(elements: tuple[str, ...]) -> _Stored:
    data = load_thermochemistry()
    wanted = set(elements)

    def within(key: CompositionKey) -> bool:
        return wanted.issuperset(element for element, _ in key)

    return _Stored(
        measured=tuple(
            (key, phase) for key, phase in data.measured.items() if len(key) > 1 and within(key)
        ),
        estimates=tuple(
            (key, phase) for key, phase in data.estimates.items() if len(key) > 1 and within(key)
        ),
        gases=tuple(
            (gas.composition.reduced_key(), gas)
            for gas in data.gases.values()
            if within(gas.composition.reduced_key())
        ),
    )


def extra_entries(elements: tuple[str, ...], conditions: Conditions) -> list[Entry]:
    """Return every phase over `elements` that is not a row of the compound table.

    Elements come first, in the order given, and are always there: they are the feasible start
    of every equilibrium.
    """
    excluded = conditions.excluded_keys
    left_out = excluded.union(phase.composition.reduced_key() for phase in conditions.user_phases)
    stored = _stored(elements)
    entries = [_element(element, conditions) for element in elements]
    measured: set[CompositionKey] = set()
    if conditions.scheme == "safety":
        for key, phase in stored.measured:
            if key not in left_out:
                entries.append(_measured(phase, conditions))
                measured.add(key)
    for key, estimate in stored.estimates:
        if key not in left_out and key not in measured:
            entries.append(_estimate(estimate, conditions))
    if conditions.scheme == "safety" or conditions.temperature_K is not None:
        references = {entry.name for entry in entries if entry.is_element}
        entries.extend(
            _gas(gas, conditions)
            for key, gas in stored.gases
            if gas.species not in references and key not in excluded
        )
    wanted = set(elements)
    entries.extend(
        _user(phase, conditions)
        for phase in conditions.user_phases
        if wanted.issuperset(phase.composition)
    )
    return entries


def _energies(
    model: GibbsModel, composition: Composition, temperature_K: float | None
) -> tuple[float, float]:
    """Gibbs energy at the temperature, and enthalpy at 298.15 K [eV/atom]."""
    per_atom = 1.0 / (EV_PER_ATOM_IN_J_PER_MOL * composition.atoms)
    enthalpy = float(model.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K)) * per_atom
    if temperature_K is None:
        return enthalpy, enthalpy
    return float(model.gibbs_J_per_mol(temperature_K, extrapolate=True)) * per_atom, enthalpy


def _provenance(
    model: GibbsModel, kind: Kind, source: str, temperature_K: float | None
) -> tuple[Kind, str]:
    """Weaken the evidence of a model used beyond its range, and say so."""
    low, high = model.range_K
    if temperature_K is None or low - RANGE_MARGIN_K <= temperature_K <= high + RANGE_MARGIN_K:
        return kind, source
    return (
        weakest([kind, Kind.ESTIMATED]),
        f"{source}, extrapolated beyond {low:g} to {high:g} K",
    )


def _pressure_term_eV(species: str, atoms: float, conditions: Conditions) -> float:
    pressure = conditions.gas_pressure_Pa.get(species, STANDARD_PRESSURE_PA)
    if pressure == STANDARD_PRESSURE_PA:
        return 0.0
    if conditions.temperature_K is None:
        raise InputError(
            f"a partial pressure of {species} needs a temperature", remedy="give the temperature"
        )
    work = GAS_CONSTANT_J_PER_MOL_K * conditions.temperature_K
    return (
        work * float(np.log(pressure / STANDARD_PRESSURE_PA)) / (EV_PER_ATOM_IN_J_PER_MOL * atoms)
    )


def _element(element: str, conditions: Conditions) -> Entry:
    reference = load_thermochemistry().elements.get(element)
    gas = {"H": "H2", "N": "N2", "O": "O2", "F": "F2", "Cl": "Cl2"}.get(element)
    name = gas or element
    composition = Composition({element: 2.0 if gas else 1.0})
    origin, kind = "element, zero by definition", Kind.MEASURED
    gibbs = 0.0
    if conditions.temperature_K is not None:
        if reference is None:
            raise InputError(f"no Gibbs energy of the element {element} at temperature is stored")
        per_atom = 1.0 / EV_PER_ATOM_IN_J_PER_MOL
        gibbs = per_atom * float(
            reference.model.gibbs_J_per_mol(conditions.temperature_K, extrapolate=True)
        )
        kind, origin = _provenance(
            reference.model, reference.kind, reference.source, conditions.temperature_K
        )
    if gas:
        gibbs += _pressure_term_eV(gas, 2.0, conditions)
    return Entry(
        name, composition, gibbs, 0.0, kind, origin, is_gas=gas is not None, is_element=True
    )


def _measured(phase: MeasuredPhase, conditions: Conditions) -> Entry:
    volume, gap = _from_table(phase.composition)
    gibbs, enthalpy = _energies(phase.model, phase.composition, conditions.temperature_K)
    # Without a temperature only the enthalpy is used.
    own = phase.enthalpy_kind if conditions.temperature_K is None else phase.kind
    kind, origin = _provenance(phase.model, own, phase.source, conditions.temperature_K)
    return Entry(
        phase.name, phase.composition, gibbs, enthalpy, kind, origin,
        volume_A3=volume, gap_eV=gap,
    )  # fmt: skip


def _gas(gas: Gas, conditions: Conditions) -> Entry:
    gibbs, enthalpy = _energies(gas.model, gas.composition, conditions.temperature_K)
    gibbs += _pressure_term_eV(gas.species, gas.composition.atoms, conditions)
    kind, origin = _provenance(gas.model, gas.kind, gas.source, conditions.temperature_K)
    return Entry(gas.species, gas.composition, gibbs, enthalpy, kind, origin, is_gas=True)


def _estimate(phase: EstimatedPhase, conditions: Conditions) -> Entry:
    energy = {
        "legacy": phase.legacy_eV,
        "mp2020": phase.mp2020_eV,
        "safety": phase.safety_eV,
    }[conditions.scheme]
    volume = np.nan if phase.volume_A3 is None else phase.volume_A3
    gibbs = _descriptor(energy, volume, phase.composition, phase.name, conditions)
    return Entry(
        phase.name, phase.composition, gibbs, energy, phase.kind, phase.source, volume_A3=volume
    )


def _user(phase: UserPhase, conditions: Conditions) -> Entry:
    table_volume, gap = _from_table(phase.composition)
    volume = table_volume if phase.volume_A3 is None else phase.volume_A3
    if phase.gap_eV is not None:
        gap = (phase.gap_eV, phase.gap_eV)
    energy = phase.formation_energy_eV
    gibbs = _descriptor(energy, volume, phase.composition, phase.name, conditions)
    return Entry(
        phase.name, phase.composition, gibbs, energy, phase.kind, phase.origin,
        volume_A3=volume, gap_eV=gap,
    )  # fmt: skip


def _descriptor(
    energy_eV: float, volume_A3: float, composition: Composition, name: str, conditions: Conditions
) -> float:
    if conditions.temperature_K is None:
        return energy_eV
    if not np.isfinite(volume_A3):
        raise InputError(
            f"{name} has no volume, which its Gibbs energy at temperature needs",
            remedy="give its volume per atom, or leave the temperature out",
        )
    amounts = np.array([list(composition.values())])
    mass = reduced_mass(amounts, composition.elements)
    return float(
        bartel_gibbs_eV(
            np.array([energy_eV]), np.array([volume_A3]), mass, conditions.temperature_K
        )[0]
    )


@lru_cache(maxsize=4096)
def _from_table(composition: Composition) -> tuple[float, tuple[float, float]]:
    table = load_compounds()
    row = table.find(composition)
    if row is None:
        return np.nan, (np.nan, np.nan)
    return float(table.volume_A3[row]), (float(table.gap_min_eV[row]), float(table.gap_max_eV[row]))
