"""Probability that a filament starts on an area, and the current at a given probability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites._checks import require_at_least_zero, require_positive
from davylamp.dendrites.filament.current import critical_current_A_per_m2, critical_depth_m
from davylamp.dendrites.filament.fracture import EDGE_CRACK, LITHIUM_M3_PER_MOL
from davylamp.dendrites.filament.population import FlawPopulation

__all__ = ["FilamentRisk"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FilamentRisk:
    """Flaws of a layer, its toughness and what its flaws see: when does lithium get in.

    Closed form. The current i cracks every flaw deeper than ``a*(i)``, so an area A fails with
    ``P = 1 - exp(-(A/A0)(a*(i)/a0)^(-m/2))``. Where the contact limits, ``a* ~ i^-2``: the
    critical current is Weibull with the modulus m and falls as ``A^(-1/m)``. Where the electrolyte
    beside the flaw limits, ``a* ~ i^(-2/3)``: the modulus is m/3, and it falls as ``A^(-3/m)``.

    Parameters
    ----------
    flaws : FlawPopulation
        Flaws of the surface that plates.
    toughness_Pa_m0p5 : float
        Fracture toughness [Pa m^0.5].
    interface_ohm_m2 : float
        Area resistance of the contact [ohm m2].
    conductivity_S_per_m : float
        Ionic conductivity [S/m].
    layer_thickness_m : float
        Thickness of the layer [m]; a flaw as deep is a hole and needs no current.
    area_factor : float
        Surface that plates over electrode area.
    molar_volume_m3_per_mol : float
        Molar volume of lithium [m3/mol].
    geometry : float
        Y of the flaws.

    Raises
    ------
    InputError
        If a value is out of range, or the typical flaw is deeper than the layer.

    Examples
    --------
    >>> risk = FilamentRisk(FlawPopulation(5e-6, 1e-4, 8.0), 1.25e6, 5e-4, 0.04, 1e-4)
    >>> round(0.1 * float(risk.critical_current_A_per_m2(1e-4, 0.5)), 2)  # mA/cm2
    5.69
    """

    flaws: FlawPopulation
    toughness_Pa_m0p5: float
    interface_ohm_m2: float
    conductivity_S_per_m: float
    layer_thickness_m: float
    area_factor: float = 1.0
    molar_volume_m3_per_mol: float = LITHIUM_M3_PER_MOL
    geometry: float = EDGE_CRACK

    def __post_init__(self) -> None:
        require_positive("toughness_Pa_m0p5", self.toughness_Pa_m0p5, "Pa m^0.5")
        require_at_least_zero("interface_ohm_m2", self.interface_ohm_m2, "ohm m2")
        require_positive("conductivity_S_per_m", self.conductivity_S_per_m, "S/m")
        require_positive("layer_thickness_m", self.layer_thickness_m, "m")
        require_positive("area_factor", self.area_factor, "")
        if self.flaws.depth_m >= self.layer_thickness_m:
            raise InputError(
                f"flaws.depth_m {1e6 * self.flaws.depth_m:g} um goes through a layer of "
                f"{1e6 * self.layer_thickness_m:g} um",
                remedy="give a depth below layer_thickness_m",
            )

    def failure_probability(
        self, current_A_per_m2: npt.ArrayLike, area_m2: npt.ArrayLike
    ) -> FloatArray:
        """Return the probability that an area fails at a current density per electrode area.

        Parameters
        ----------
        current_A_per_m2 : array
            Current density [A/m2]; at 0 only holes fail.
        area_m2 : array
            Area [m2].
        """
        require_at_least_zero("current_A_per_m2", current_A_per_m2, "A/m2")
        current = np.asarray(current_A_per_m2, dtype=np.float64)
        depth = critical_depth_m(
            np.where(current > 0.0, current, 1.0),
            self.toughness_Pa_m0p5,
            self.interface_ohm_m2,
            self.conductivity_S_per_m,
            area_factor=self.area_factor,
            molar_volume_m3_per_mol=self.molar_volume_m3_per_mol,
            geometry=self.geometry,
        )
        depth = np.where(current > 0.0, depth, np.inf)
        return self.flaws.share_with_deeper(np.minimum(depth, self.layer_thickness_m), area_m2)

    def critical_current_A_per_m2(
        self, area_m2: npt.ArrayLike, probability: npt.ArrayLike
    ) -> FloatArray:
        """Return the current density at which an area fails with a probability [A/m2].

        Parameters
        ----------
        area_m2 : array
            Area [m2].
        probability : array
            Of failure, between 0 and 1.
        """
        deepest = self.flaws.largest_depth_m(area_m2, 1.0 - np.asarray(probability))
        return critical_current_A_per_m2(
            self.toughness_Pa_m0p5,
            deepest,
            self.interface_ohm_m2,
            self.conductivity_S_per_m,
            area_factor=self.area_factor,
            layer_thickness_m=self.layer_thickness_m,
            molar_volume_m3_per_mol=self.molar_volume_m3_per_mol,
            geometry=self.geometry,
        )

    def size_exponent(self, area_m2: float, probability: float = 0.5) -> float:
        """Return ``d ln i_c / d ln A``: -1/m where the contact limits, -3/m the electrolyte.

        ``-(2/m)(1/2 + (a/sigma) / (R + a/sigma))``; at infinite modulus 0.
        """
        deepest = float(self.flaws.largest_depth_m(area_m2, 1.0 - probability))
        beside = deepest / self.conductivity_S_per_m
        share = beside / (self.interface_ohm_m2 + beside) if beside > 0.0 else 0.0
        return -2.0 * (0.5 + share) / self.flaws.weibull_modulus
