"""Finite volumes of a salt between two electrodes: rates, their derivatives, surface values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import FARADAY_C_PER_MOL, GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.dendrites.depletion.electrolyte import SaltElectrolyte

__all__ = ["Volumes", "volumes_of"]

FloatArray = npt.NDArray[np.float64]

#: Share of the grid that is drawn towards the electrodes.
_DRAWN: Final = 0.35
#: Widest first volume, and the one that is made where it would be wider, over the depth that a
#: current empties; and the narrowest, over the thickness.
_COARSE: Final = 12.0
_FINE: Final = 40.0
_SMALLEST: Final = 1e-9
_DIFFERENCE: Final = 1e-6
_SURFACE_STEPS: Final = 40
_SURFACE_TOLERANCE: Final = 1e-10


@dataclass(frozen=True, slots=True)
class Volumes:
    """A layer cut into volumes, fine at both electrodes.

    Parameters
    ----------
    electrolyte : SaltElectrolyte
        Its properties.
    scale_mol_per_m3 : float
        Mean concentration [mol/m3].
    width_m : array, shape (n,)
        Widths of the volumes [m].
    centre_m : array, shape (n,)
        Their centres [m].
    apart_m : array, shape (n - 1,)
        Distances of neighbouring centres [m].
    left : array, shape (n - 1,)
        Weight of the left neighbour at the face between [1].
    """

    electrolyte: SaltElectrolyte
    scale_mol_per_m3: float
    width_m: FloatArray
    centre_m: FloatArray
    apart_m: FloatArray
    left: FloatArray

    def rate(self, c: FloatArray, current_A_per_m2: float) -> FloatArray:
        """Return ``dc/dt`` [mol/m3/s]."""
        face = np.maximum(self.left * c[:-1] + (1.0 - self.left) * c[1:], 0.0)
        return self._divergence(
            self.electrolyte.anion_drive(face) * (current_A_per_m2 / FARADAY_C_PER_MOL)
            - self.electrolyte.diffusivity(face) * np.diff(c) / self.apart_m
        )

    def linearised(
        self, c: FloatArray, current_A_per_m2: float
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return ``dc/dt`` and the lower, main and upper diagonal of its derivative [1/s]."""
        face = np.maximum(self.left * c[:-1] + (1.0 - self.left) * c[1:], 0.0)
        count = len(face)
        step = _DIFFERENCE * self.scale_mol_per_m3
        both = np.concatenate((face, face + step))
        drive = self.electrolyte.anion_drive(both) * (current_A_per_m2 / FARADAY_C_PER_MOL)
        diffusivity = self.electrolyte.diffusivity(both)
        slope = np.diff(c) / self.apart_m
        own = diffusivity[:count]
        flux = drive[:count] - own * slope
        # The flux of the shifted properties: the shift of the slope itself comes below.
        bent = ((drive[count:] - diffusivity[count:] * slope) - flux) / step
        by_left = own / self.apart_m + self.left * bent
        by_right = -own / self.apart_m + (1.0 - self.left) * bent
        main = np.zeros_like(c)
        main[:-1] -= by_left
        main[1:] += by_right
        return (
            self._divergence(flux),
            by_left / self.width_m[1:],
            main / self.width_m,
            -by_right / self.width_m[:-1],
        )

    def _divergence(self, flux: FloatArray) -> FloatArray:
        change = np.zeros(len(flux) + 1)
        change[:-1] -= flux
        change[1:] += flux
        return change / self.width_m

    def surfaces(
        self, c: FloatArray, current_A_per_m2: float, near_mol_per_m3: FloatArray | None = None
    ) -> FloatArray:
        """Return the concentration at the plating and the stripped electrode, (2,) [mol/m3].

        From a parabola with the means of the two volumes at the wall, and the slope that stops the
        anion there; the search for it starts at `near_mol_per_m3`.
        """
        near = np.array([self.width_m[0], self.width_m[-1]])
        far = np.array([self.width_m[1], self.width_m[-2]])
        first = np.array([c[0], c[-1]])
        second = np.array([c[1], c[-2]])
        bend_near = near**2 / 3.0
        bend_far = ((near + far) ** 3 - near**3) / (3.0 * far)
        inward = np.array([1.0, -1.0]) * (current_A_per_m2 / FARADAY_C_PER_MOL)
        wall = first if near_mol_per_m3 is None else near_mol_per_m3
        for _ in range(_SURFACE_STEPS):
            at = np.maximum(wall, 0.0)
            slope = inward * self.electrolyte.anion_drive(at) / self.electrolyte.diffusivity(at)
            new = (
                bend_far * (first - 0.5 * slope * near)
                - bend_near * (second - slope * (near + 0.5 * far))
            ) / (bend_far - bend_near)
            moved = float(np.max(np.abs(new - wall)))
            wall = new
            if moved <= _SURFACE_TOLERANCE * self.scale_mol_per_m3:
                break
        return wall

    def voltage(
        self, c: FloatArray, surfaces: FloatArray, current_A_per_m2: FloatArray
    ) -> FloatArray:
        """Return the voltage between the electrodes over time, kinetics left out, (k,) [V].

        NaN without a conductivity; infinity where an electrode has run out of salt.

        Parameters
        ----------
        c : array, shape (k, n)
            Means of the volumes [mol/m3].
        surfaces : array, shape (k, 2)
            At the electrodes [mol/m3].
        current_A_per_m2 : array, shape (k,)
            Current densities [A/m2].
        """
        known = self.electrolyte
        if known.conductivity is None:
            return np.full(len(c), math.nan)
        empty = np.any(surfaces <= 0.0, axis=1)
        kappa = known.conductivity(c.ravel()).reshape(c.shape)
        ohmic = current_A_per_m2 * (self.width_m / kappa).sum(axis=1)
        along = np.column_stack((surfaces[:, 0], c, surfaces[:, 1]))
        along[empty] = self.scale_mol_per_m3
        middle = 0.5 * (along[:, 1:] + along[:, :-1])
        drive = 1.0 - known.transference_number(middle.ravel())
        if known.thermodynamic_factor is not None:
            drive = drive * known.thermodynamic_factor(middle.ravel())
        thermal = 2.0 * GAS_CONSTANT_J_PER_MOL_K * known.temperature_K / FARADAY_C_PER_MOL
        steps = np.diff(np.log(along), axis=1)
        total = ohmic + thermal * (drive.reshape(middle.shape) * steps).sum(axis=1)
        return np.where(empty, np.copysign(math.inf, current_A_per_m2), total)


def volumes_of(
    electrolyte: SaltElectrolyte,
    concentration_mol_per_m3: float,
    thickness_m: float,
    cells: int,
    strongest_A_per_m2: float = 0.0,
) -> Volumes:
    """Return a layer cut into volumes, fine enough for the strongest current.

    Raises
    ------
    InputError
        If the current empties less of the layer than volumes can be made small.
    """
    edge = thickness_m * _edges(
        cells,
        _reach(electrolyte, concentration_mol_per_m3, strongest_A_per_m2) / thickness_m,
        strongest_A_per_m2,
    )
    width = np.diff(edge)
    centre = 0.5 * (edge[1:] + edge[:-1])
    apart = np.diff(centre)
    left = 0.5 * width[1:] / apart
    return Volumes(electrolyte, concentration_mol_per_m3, width, centre, apart, left)


def _reach(electrolyte: SaltElectrolyte, concentration: float, current: float) -> float:
    """Return the depth over which a current takes the salt to zero [m]."""
    c0 = np.array([concentration])
    slope = abs(current) * float(electrolyte.anion_drive(c0)[0]) / FARADAY_C_PER_MOL
    if slope <= 0.0:
        return math.inf
    return concentration * float(electrolyte.diffusivity(c0)[0]) / slope


def _edges(cells: int, reach: float, current: float) -> FloatArray:
    """Return the edges of the volumes of a layer of 1."""
    part = np.linspace(0.0, 1.0, cells + 1)
    edge = (1.0 - _DRAWN) * part + _DRAWN * 0.5 * (1.0 - np.cos(math.pi * part))
    if edge[1] <= reach / _COARSE:
        return edge
    finest = reach / _FINE
    if finest < _SMALLEST:
        raise InputError(
            f"current {current:g} A/m2 empties the wall before it reaches {reach:.1e} of the layer",
            remedy="lower the current: the layer cannot be resolved",
        )
    low, high = 1e-3, 20.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        if _drawn(middle, part[:2])[1] > finest:
            low = middle
        else:
            high = middle
    return _drawn(high, part)


def _drawn(strength: float, part: FloatArray) -> FloatArray:
    """Return positions drawn to both ends, without the loss of digits of a sum of tangents."""
    # (1 + tanh(s(2p - 1))/tanh s)/2, written with what is left of the end.
    near = np.minimum(part, 1.0 - part)
    first = np.sinh(2.0 * strength * near) / (
        2.0 * np.sinh(strength) * np.cosh(strength * (1.0 - 2.0 * near))
    )
    return np.asarray(np.where(part <= 0.5, first, 1.0 - first))
