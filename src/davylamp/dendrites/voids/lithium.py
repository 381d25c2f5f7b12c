"""Lithium metal as the store and the reviewed table of this room know it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter
from davylamp.core.units import convert_unit
from davylamp.dendrites.voids.checks import FloatArray, positive
from davylamp.store.packaged import packaged_yaml

__all__ = [
    "MELTING_K",
    "SelfDiffusion",
    "arrhenius",
    "molar_volume_m3_per_mol",
    "read_table",
    "self_diffusion",
    "value_SI",
]

#: Melting point of lithium, above which nothing here holds [K] (CRC Handbook).
MELTING_K: Final = 453.65


@cache
def read_table(name: str) -> Any:
    """Return the content of a data file of this room."""
    return packaged_yaml("davylamp.dendrites.voids", "data", name)


def value_SI(raw: dict[str, Any], unit: str) -> float:
    """Return a number of the table in an SI unit."""
    return convert_unit(float(raw["value"]), str(raw["unit"]), unit)


def molar_volume_m3_per_mol() -> float:
    """Return the molar volume of lithium metal from its stored density [m3/mol].

    Examples
    --------
    >>> round(molar_volume_m3_per_mol(), 7)
    1.3e-05
    """
    from davylamp.store.load import load_library

    lithium = load_library()["Li"]
    if lithium.composition is None:
        raise MissingDatumError("lithium has no formula")
    density = lithium.require("density")
    return lithium.composition.mass_g_per_mol / density.value * 1e-6


def arrhenius(
    energy_J_per_mol: FloatArray, temperature_K: FloatArray, start_K: float
) -> FloatArray:
    """Return the factor ``exp(-E/R (1/T - 1/T0))`` by which a rate changes [1].

    Raises
    ------
    InputError
        If a temperature is not above zero.
    """
    import numpy as np

    warm = positive(temperature_K, "temperature", "K")
    turn = np.asarray(energy_J_per_mol, dtype=np.float64) / GAS_CONSTANT_J_PER_MOL_K
    return np.asarray(np.exp(-turn * (1.0 / warm - 1.0 / start_K)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class SelfDiffusion:
    """Self-diffusion of lithium metal: ``D = D0 exp(-E/R (1/T - 1/T0))``.

    Parameters
    ----------
    diffusivity : Parameter
        At `temperature_K` [m2/s].
    activation_energy_J_per_mol : float
        Activation energy [J/mol].
    temperature_K : float
        Temperature of the stored value [K].
    """

    diffusivity: Parameter
    activation_energy_J_per_mol: float
    temperature_K: float

    def factor(self, temperature_K: FloatArray) -> FloatArray:
        """Return D over its value at `temperature_K` of the store [1]."""
        import numpy as np

        energy = np.asarray(self.activation_energy_J_per_mol)
        return arrhenius(energy, temperature_K, self.temperature_K)


@cache
def self_diffusion() -> SelfDiffusion:
    """Return the stored self-diffusion of lithium.

    Examples
    --------
    >>> self_diffusion().diffusivity.kind.value
    'assumed'
    """
    raw = read_table("lithium.yaml")["self_diffusion"]
    diffusivity = Parameter(
        value_SI(raw["diffusivity"], "m2/s"),
        "m2/s",
        Kind(raw["kind"]),
        (raw["source"],),
        raw["locator"],
        Distribution("decades", float(raw["decades"])),
        raw["note"],
    )
    energy = value_SI(raw["activation_energy"], "J/mol")
    return SelfDiffusion(diffusivity, energy, float(raw["temperature_K"]))
