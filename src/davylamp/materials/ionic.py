"""Ionic conductivity of a material over temperature, from what the store holds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import BOLTZMANN_EV_PER_K
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.store.materials import Material

__all__ = ["IonicConductivity", "ionic_conductivity"]

#: Distance from the temperature of the measurement beyond which its change matters [K].
_NEAR_K: Final = 5.0
_ROOM_K: Final = 298.15


@dataclass(frozen=True, slots=True)
class IonicConductivity:
    """Ionic conductivity: ``sigma T = sigma_0 T_0 exp(-E/k (1/T - 1/T_0))``.

    Without an activation energy the points of one source are joined by straight lines in
    ``ln(sigma T)`` over ``1/T``, and the end values hold beyond them.

    Parameters
    ----------
    material : str
        Which.
    temperature_K, value_S_per_m : tuple of float
        Stored points, ascending in temperature [K, S/m].
    activation_energy_eV : float or None
        Activation energy [eV]; it then goes with the first point alone.
    kind : Kind
        Weakest evidence.
    sources : tuple of str
        Bibliography keys.
    note : str
        How it follows.
    """

    material: str
    temperature_K: tuple[float, ...]
    value_S_per_m: tuple[float, ...]
    activation_energy_eV: float | None
    kind: Kind
    sources: tuple[str, ...]
    note: str = ""

    def at(self, temperature_K: float) -> float:
        """Conductivity [S/m]."""
        if self.activation_energy_eV is not None:
            start_K, start = self.temperature_K[0], self.value_S_per_m[0]
            turn = self.activation_energy_eV / BOLTZMANN_EV_PER_K
            return (start * start_K / temperature_K) * math.exp(
                -turn * (1.0 / temperature_K - 1.0 / start_K)
            )
        if temperature_K <= self.temperature_K[0]:
            return self.value_S_per_m[0]
        if temperature_K >= self.temperature_K[-1]:
            return self.value_S_per_m[-1]
        place = max(
            index for index, known_K in enumerate(self.temperature_K) if known_K <= temperature_K
        )
        low_K, high_K = self.temperature_K[place], self.temperature_K[place + 1]
        low = math.log(self.value_S_per_m[place] * low_K)
        high = math.log(self.value_S_per_m[place + 1] * high_K)
        share = (1.0 / low_K - 1.0 / temperature_K) / (1.0 / low_K - 1.0 / high_K)
        return math.exp(low + share * (high - low)) / temperature_K

    def unknown(self, temperature_K: float) -> tuple[Unknown, ...]:
        """Return what is not known about it at a temperature."""
        if self.activation_energy_eV is not None:
            return ()
        low_K, high_K = self.temperature_K[0], self.temperature_K[-1]
        if low_K - _NEAR_K <= temperature_K <= high_K + _NEAR_K:
            return ()
        known = f"{low_K:.0f} K" if low_K == high_K else f"{low_K:.0f} to {high_K:.0f} K"
        return (
            Unknown(
                f"ionic conductivity of {self.material} at {temperature_K:.0f} K: the value "
                f"of {known} is used",
                "impedance of a pellet over temperature",
            ),
        )


def ionic_conductivity(material: Material) -> IonicConductivity | None:
    """Return the ionic conductivity of a material over temperature, None when none is stored.

    The first stored value is taken. With a stored activation energy that one goes along, whatever
    its source; otherwise further values of the same source and form carry the temperature.
    """
    stored = material.all("ionic_conductivity")
    if not stored:
        return None
    first = stored[0]
    energies = material.all("activation_energy")
    if energies:
        energy = energies[0]
        same = "" if energy.source == first.source else ", from another source than the value"
        return IonicConductivity(
            material.id,
            (first.temperature_K or _ROOM_K,),
            (_S_per_m(first),),
            energy.value,
            _kind((first, energy)),
            tuple(dict.fromkeys((first.source, energy.source))),
            f"activation energy {energy.value:g} eV{same}",
        )
    points = {first.temperature_K or _ROOM_K: first}
    for datum in stored[1:]:
        if datum.source == first.source and datum.temperature_K is not None:
            points.setdefault(datum.temperature_K, datum)
    ordered = sorted(points)
    data = [points[key] for key in ordered]
    words = "no activation energy is stored"
    if len(data) > 1:
        words = f"between stored values at {ordered[0]:.0f} and {ordered[-1]:.0f} K"
    return IonicConductivity(
        material.id,
        tuple(ordered),
        tuple(_S_per_m(datum) for datum in data),
        None,
        _kind(data),
        (first.source,),
        words,
    )


def _S_per_m(datum: Datum) -> float:
    return 100.0 * datum.value


def _kind(data: list[Datum] | tuple[Datum, ...]) -> Kind:
    kinds = [datum.kind for datum in data]
    if any(datum.temperature_K is None and datum.unit == "S/cm" for datum in data):
        # That it holds at room temperature is a guess.
        kinds.append(Kind.ASSUMED)
    return weakest(kinds)
