"""A stored set of transport properties as an electrolyte at a temperature."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import (
    BOLTZMANN_EV_PER_K,
    FARADAY_C_PER_MOL,
    GAS_CONSTANT_J_PER_MOL_K,
    ZERO_CELSIUS_K,
)
from davylamp.core.errors import OutsideValidityError
from davylamp.core.evidence import Datum, Kind, weakest
from davylamp.dendrites.depletion.electrolyte import SaltElectrolyte
from davylamp.dendrites.depletion.property_sets import SaltSet, SaltSystem, salt_system

__all__ = ["stored_electrolyte"]

FloatArray = npt.NDArray[np.float64]
Form = Callable[[FloatArray], FloatArray]

#: Distance from the temperature of the measurement beyond which its change matters [K].
_NEAR_K: Final = 0.01
#: Points of the tables that stand for interpolated sets.
_POINTS: Final = 4001


def stored_electrolyte(
    material: str, method: str | None = None, temperature_K: float | None = None
) -> SaltElectrolyte:
    """Return the electrolyte of a stored material.

    Diffusivity and conductivity are carried to another temperature with the stored apparent
    activation energy; transference number and thermodynamic factor are kept.

    Parameters
    ----------
    material : str
        Such as ``PEO-LiTFSI``.
    method : str or None
        Which set, one of `salt_property_methods`; the first for None.
    temperature_K : float or None
        Temperature [K]; that of the measurement for None.

    Raises
    ------
    MissingDatumError
        If nothing is stored for the material.
    InputError
        If there is no such set.
    OutsideValidityError
        If the set cannot be carried to the temperature.

    Examples
    --------
    >>> electrolyte = stored_electrolyte("PEO-LiTFSI")
    >>> electrolyte.transference_number(np.array([742.0, 2982.0])).round(2).tolist()
    [0.17, 0.59]
    """
    system = salt_system(material)
    chosen = system.set(method)
    at_K = chosen.temperature_K if temperature_K is None else temperature_K
    factor, carrying = _carried(system, chosen, at_K)
    highest = math.inf
    used: list[Datum] = list(carrying)
    if "solubility_ratio" in system.numbers:
        highest = float(system.concentration_mol_per_m3(system.numbers["solubility_ratio"].value))
    functions = _functions(system, chosen, at_K, factor, highest)
    known = chosen.range_mol_per_m3
    if known is None:
        low, high = system.concentration_mol_per_m3([chosen.ratio[0], chosen.ratio[-1]])
        known = (float(low), float(high))
        used += [system.numbers["polymer_volume"], system.numbers["salt_volume"]]
    carried = [
        curve.evidence for name, curve in chosen.curves.items()
        if name not in ("conductivity", "thermodynamic_factor")
    ]  # fmt: skip
    kinds = [datum.kind for datum in (*carried, *used)]
    if "cation_diffusivity" in chosen.curves:
        # An ideal solution stands in for the measurement of a concentrated one.
        kinds.append(Kind.ESTIMATED)
    volume = system.numbers.get("salt_volume")
    notes = [chosen.notes]
    if carrying:
        notes.append(
            f"carried from {chosen.temperature_K - ZERO_CELSIUS_K:g} to "
            f"{at_K - ZERO_CELSIUS_K:g} °C with an apparent activation energy of "
            f"{carrying[0].value:g} eV ({carrying[0].kind.value})"
        )
    every = [curve.evidence for curve in chosen.curves.values()] + used
    return SaltElectrolyte(
        f"{system.salt} in {system.polymer}, {chosen.id}",
        at_K,
        functions["diffusivity"],
        functions["transference_number"],
        functions.get("conductivity"),
        functions.get("thermodynamic_factor"),
        0.0 if volume is None else volume.value,
        highest,
        known,
        weakest(kinds),
        tuple(dict.fromkeys(datum.source for datum in every)),
        tuple(note for note in notes if note),
    )


def _carried(system: SaltSystem, chosen: SaltSet, at_K: float) -> tuple[float, tuple[Datum, ...]]:
    if not system.lowest_K <= at_K <= system.highest_K:
        raise OutsideValidityError(
            f"the properties of {system.salt} in {system.polymer} hold from "
            f"{system.lowest_K - ZERO_CELSIUS_K:g} to {system.highest_K - ZERO_CELSIUS_K:g} °C, "
            f"not at {at_K - ZERO_CELSIUS_K:.1f} °C",
            remedy="measure its salt diffusivity there, by restricted diffusion, and give it",
        )
    if abs(at_K - chosen.temperature_K) <= _NEAR_K:
        return 1.0, ()
    energy = system.numbers.get("activation_energy")
    if energy is None:
        return 1.0, ()
    turn = energy.value / BOLTZMANN_EV_PER_K
    return math.exp(-turn * (1.0 / at_K - 1.0 / chosen.temperature_K)), (energy,)


def _functions(
    system: SaltSystem, chosen: SaltSet, at_K: float, factor: float, highest: float
) -> dict[str, Form]:
    if chosen.ratio:
        return _tables(system, chosen, at_K, factor, highest)
    top = chosen.range_mol_per_m3[1] if chosen.range_mol_per_m3 else math.inf
    found: dict[str, Form] = {}
    for name, curve in chosen.curves.items():
        scale = factor if name in ("diffusivity", "conductivity") else 1.0
        found[name] = _held(curve.function(()), scale, top)
    return found


def _held(form: Form, scale: float, top: float) -> Form:
    return lambda c: scale * form(np.minimum(c, top))


def _tables(
    system: SaltSystem, chosen: SaltSet, at_K: float, factor: float, highest: float
) -> dict[str, Form]:
    top = min(highest, 1e4)
    c = np.linspace(0.0, top, _POINTS)
    ratio = system.ratio(c)
    values = {name: curve.function(chosen.ratio)(ratio) for name, curve in chosen.curves.items()}
    if "cation_diffusivity" in values:
        cation, anion = values.pop("cation_diffusivity"), values.pop("anion_diffusivity")
        thermal = GAS_CONSTANT_J_PER_MOL_K * chosen.temperature_K
        values["diffusivity"] = 2.0 * cation * anion / (cation + anion)
        values["transference_number"] = cation / (cation + anion)
        values["conductivity"] = FARADAY_C_PER_MOL**2 * c * (cation + anion) / thermal
    for name in ("diffusivity", "conductivity"):
        values[name] = factor * values[name]
    step = c[1]
    return {name: _table(step, table) for name, table in values.items()}


def _table(step: float, values: FloatArray) -> Form:
    last = len(values) - 2

    def at(c: FloatArray) -> FloatArray:
        place = np.asarray(c) / step
        low = np.clip(place.astype(np.int64), 0, last)
        share = np.clip(place - low, 0.0, 1.0)
        return np.asarray(values[low] + share * (values[low + 1] - values[low]))

    return at
