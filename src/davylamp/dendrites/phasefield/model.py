"""Parameters of the grand-potential model of lithium growing into an electrolyte."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError

__all__ = ["PUBLISHED", "ModelParameters", "concentrations", "metal_share"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ModelParameters:
    """Parameters of the model in its own units.

    Lengths are in um, times in s, potentials in V. One unit of energy is 2529.8 J/mol (that of
    `faraday` = 38.14), one unit of concentration the sites of ions in the electrolyte, and one
    unit of conductivity 2.530e-6 S/m; `davylamp.dendrites.phasefield.from_cell` gives them from SI.

    Attributes
    ----------
    gradient_energy : float
        kappa, of the gradient of eta [um2].
    barrier : float
        B, height of the double well [1].
    interface_mobility : float
        L, of the interface [1/s].
    reaction : float
        Ls, of the electrode reaction [1/s].
    ion_mobility : float
        M0, of lithium ions; times `thermal_energy`, their diffusivity when dilute [um2/s].
    metal_conductivity, electrolyte_conductivity : float
        S1 and S2 [scaled].
    solid_energy, liquid_energy : float
        es and el, of a lithium in the metal and in the electrolyte against the neutral species of
        each [scaled].
    site_ratio : float
        dv, sites of lithium in the metal over those in the electrolyte [1].
    thermal_energy : float
        RT [scaled].
    faraday : float
        F [scaled energy/V].
    charge_per_volume : float
        ft2, charge that a volume of metal takes [scaled conductivity V s/um2].
    reference_concentration : float
        c0, of ions in the electrolyte at w = 0 [sites].

    References
    ----------
    Hong and Viswanathan 2018, 10.1021/acsenergylett.8b01009.
    """

    gradient_energy: float
    barrier: float
    interface_mobility: float
    reaction: float
    ion_mobility: float
    metal_conductivity: float
    electrolyte_conductivity: float
    solid_energy: float
    liquid_energy: float
    site_ratio: float
    thermal_energy: float
    faraday: float
    charge_per_volume: float
    reference_concentration: float

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if not math.isfinite(value):
                raise InputError(f"{name} of the phase-field model is {value}, not a number")
            if value <= 0.0 and name not in ("solid_energy", "liquid_energy"):
                raise InputError(f"{name} of the phase-field model is {value}, not above zero")
        if self.reference_concentration >= 1.0:
            raise InputError(
                f"reference_concentration of the phase-field model is "
                f"{self.reference_concentration}: more ions than sites",
                remedy="Give a concentration of sites above that of lithium in the electrolyte.",
            )
        if self.solid_energy >= self.liquid_energy:
            raise InputError(
                "lithium of the phase-field model is at home in the electrolyte: es >= el"
            )

    @property
    def inverse_thermal_voltage_per_V(self) -> float:
        """Inverse of the thermal voltage, a = F/(RT) [1/V]."""
        return self.faraday / self.thermal_energy

    @property
    def interface_length_um(self) -> float:
        """Length l of the resting interface, eta = 1/(1 + exp(x/l)) [um].

        From eta = 0.9 to eta = 0.1 it is 4.39 l.
        """
        return math.sqrt(0.5 * self.gradient_energy / self.barrier)

    def first_speed_um_per_s(self, voltage_V: float, distance_um: float) -> float:
        """Return the speed of a planar front before the electrolyte polarises [um/s].

        All lithium comes by migration: v = c0 M0 (F/RT) dV/(distance dv).

        >>> f"{PUBLISHED.first_speed_um_per_s(0.2, 180.0):.3f}"
        '0.172'
        """
        flux = (
            self.reference_concentration
            * self.ion_mobility
            * self.inverse_thermal_voltage_per_V
            * voltage_V
            / distance_um
        )
        return flux / self.site_ratio


#: Of the publication: 1 mol/L of a liquid-like electrolyte at 300 K, with S2 and M0 tied by the
#: relation of Nernst and Einstein for lithium alone.
PUBLISHED: Final = ModelParameters(
    gradient_energy=0.33,
    barrier=2.64,
    interface_mobility=6.318,
    reaction=0.1347,
    ion_mobility=319.7,
    metal_conductivity=3.953e12,
    electrolyte_conductivity=4.704e5,
    solid_energy=-13.64,
    liquid_energy=2.598,
    site_ratio=5.342,
    thermal_energy=0.987,
    faraday=38.14,
    charge_per_volume=2934.0,
    reference_concentration=0.067083438,
)


def concentrations(parameters: ModelParameters, w: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return lithium in the electrolyte and in the metal, in sites of each phase [1].

    c_i = 1/(1 + exp((e_i - w)/RT)).
    """
    thermal = parameters.thermal_energy
    with np.errstate(over="ignore"):
        liquid = 1.0 / (1.0 + np.exp((parameters.liquid_energy - w) / thermal))
        solid = 1.0 / (1.0 + np.exp((parameters.solid_energy - w) / thermal))
    return liquid, solid


def metal_share(eta: FloatArray) -> FloatArray:
    """Return h = eta^3 (6 eta^2 - 15 eta + 10), the share of a place that is metal [1]."""
    return eta**3 * (6.0 * eta**2 - 15.0 * eta + 10.0)
