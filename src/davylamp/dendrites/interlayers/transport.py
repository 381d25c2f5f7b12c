"""How much lithium diffuses through a layer of another metal, where that is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from davylamp.core.constants import (
    BOLTZMANN_EV_PER_K,
    FARADAY_C_PER_MOL,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.store.packaged import packaged_yaml

__all__ = ["LithiumTransport", "diffusion_current_A_per_m2", "lithium_transport"]

_FORMS: Final = ("prefactor", "at 298 K")


@dataclass(frozen=True, slots=True)
class LithiumTransport:
    """Diffusion of lithium in a metal.

    Parameters
    ----------
    material : str
        Which metal.
    prefactor_m2_per_s : float
        ``D0`` of ``D = D0 exp(-E/kT)`` [m2/s].
    activation_energy_eV : float
        ``E`` [eV].
    solubility_mol_per_m3 : float or None
        Most lithium that it takes up in the phase of that diffusivity [mol/m3]; None when not
        known.
    decades : float
        Standard uncertainty of the diffusivity [decades]; assumed.
    kind : Kind
        How it is known.
    source, locator, conditions, note : str
        Bibliography key, place in it, and what a reader must know.
    """

    material: str
    prefactor_m2_per_s: float
    activation_energy_eV: float
    solubility_mol_per_m3: float | None
    decades: float
    kind: Kind
    source: str
    locator: str
    conditions: str = ""
    note: str = ""

    def diffusivity_m2_per_s(self, temperature_K: float) -> float:
        """Return the diffusivity of lithium [m2/s]."""
        if not temperature_K > 0.0:
            raise InputError(f"temperature {temperature_K!r} K is not above zero")
        turn = self.activation_energy_eV / BOLTZMANN_EV_PER_K
        return self.prefactor_m2_per_s * math.exp(-turn / temperature_K)


@cache
def lithium_transport(material: str) -> LithiumTransport | None:
    """Return what is known of lithium in a metal; None where nothing is.

    Examples
    --------
    >>> lithium_transport("Ag") is None
    True
    >>> f"{lithium_transport('Cu').diffusivity_m2_per_s(298.15):.0e}"
    '1e-24'
    """
    raw = packaged_yaml("davylamp.dendrites.interlayers", "data", "transport.yaml")
    found = [item for item in raw if item["material"] == material]
    return _transport(found[0]) if found else None


def diffusion_current_A_per_m2(
    diffusivity_m2_per_s: float, concentration_mol_per_m3: float, thickness_m: float
) -> float:
    """Return the most current that diffusion through a flat layer can carry [A/m2].

    ``F D c / h``: the layer saturated on one side and empty on the other, at rest.

    Raises
    ------
    InputError
        If a number is not above zero.

    Examples
    --------
    >>> round(diffusion_current_A_per_m2(1e-14, 1e4, 1e-6), 3)
    9.649
    """
    for value, name in (
        (diffusivity_m2_per_s, "diffusivity"),
        (concentration_mol_per_m3, "concentration"),
        (thickness_m, "thickness"),
    ):
        if not (math.isfinite(value) and value > 0.0):
            raise InputError(f"{name} {value!r} is not above zero")
    return FARADAY_C_PER_MOL * diffusivity_m2_per_s * concentration_mol_per_m3 / thickness_m


def _transport(raw: dict[str, Any]) -> LithiumTransport:
    if raw["form"] not in _FORMS:
        raise InputError(f"transport.yaml: {raw['material']}: form {raw['form']!r} is not known")
    value, energy = float(raw["diffusivity_m2_per_s"]), float(raw["activation_energy_eV"])
    if raw["form"] == "at 298 K":
        value *= math.exp(energy / BOLTZMANN_EV_PER_K / STANDARD_TEMPERATURE_K)
    solubility = raw["solubility_mol_per_m3"]
    return LithiumTransport(
        material=raw["material"],
        prefactor_m2_per_s=value,
        activation_energy_eV=energy,
        solubility_mol_per_m3=None if solubility is None else float(solubility),
        decades=float(raw["decades"]),
        kind=Kind(raw["kind"]),
        source=raw["source"],
        locator=raw["locator"],
        conditions=raw.get("conditions", ""),
        note=raw.get("note", ""),
    )
